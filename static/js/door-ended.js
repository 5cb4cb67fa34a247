// A pass has ended while its page was closed: the lists that lie on this device go now. What waits stays, for another pass.

import { canKeep, forgetLists } from "./door/store.js";

if (canKeep() && (await indexedDB.databases()).some(({ name }) => name === "door")) await forgetLists();
