// A pass has ended while its page was closed: the lists that lie on this device go now. What waits stays, for another pass.

import { forgetLists, holdsAnything } from "./door/store.js";

if (await holdsAnything()) await forgetLists();
