// The one place that makes a page of text, and a worker of an address: pages refuse it anywhere else (Trusted
// Types, in the content policy), so nothing becomes markup by a slip. What comes in here is an answer of this site.
const rules = {
  createHTML: (text) => text,
  createScriptURL: (address) => {
    const url = new URL(address, location);
    if (url.origin !== location.origin) throw new TypeError("A worker of another site.");
    return url.href;
  },
};
const policy = globalThis.trustedTypes?.createPolicy("answers", rules) ?? rules;

// The page that an answer of this site is.
export const pageOf = (text) => new DOMParser().parseFromString(policy.createHTML(text), "text/html");

// Show a part of a page as this site has written it.
export const fill = (element, text) => {
  element.innerHTML = policy.createHTML(text);
};

// The address of a worker of this site.
export const workerAt = (address) => policy.createScriptURL(address);
