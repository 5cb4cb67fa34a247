const kept = {{ kept|tojson }};
const code = {{ code|tojson }};
// As in static/js/trusted.js: a worker loads its code by this, and by nothing else.
const ours = globalThis.trustedTypes?.createPolicy("answers", { createScriptURL: (address) => address });
importScripts(ours ? ours.createScriptURL(code) : code);
