// <form data-passkey='{…}' data-cancelled="…" data-failed="…" data-known="…"> with a hidden field `answer`.
// Asks the browser for what the page asks for (to make a passkey, or to sign with one) and sends the
// answer as a form. Forms and what belongs to them stay hidden where the browser has no passkeys.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function options(form) {
  const asked = JSON.parse(form.dataset.passkey);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  if (asked.excludeCredentials) asked.excludeCredentials = keys(asked.excludeCredentials);
  if (asked.allowCredentials) asked.allowCredentials = keys(asked.allowCredentials);
  return asked;
}

function send(form, credential) {
  const { id, rawId, type, response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = text(response[part]);
  }
  form.elements.answer.value = JSON.stringify({ id, rawId: text(rawId), type, response: said });
  form.submit();
}

let waiting, asking = false;

// A browser asks for one passkey at a time.
async function press(form) {
  if (asking) return;
  asking = true;
  const asked = options(form);
  const said = form.querySelector("[role=alert]");
  said.hidden = true;
  waiting?.abort();
  try {
    const credential = asked.user
      ? await navigator.credentials.create({ publicKey: asked })
      : await navigator.credentials.get({ publicKey: asked });
    send(form, credential);
  } catch (error) {
    const why = { InvalidStateError: "known", NotAllowedError: "cancelled" }[error.name] ?? "failed";
    said.textContent = form.dataset[why] ?? form.dataset.failed;
    said.hidden = false;
  } finally {
    asking = false;
  }
}

// The browser offers passkeys in the list under the field for the address, where it can.
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  try {
    const { signal } = waiting;
    send(form, await navigator.credentials.get({ publicKey: options(form), mediation: "conditional", signal }));
  } catch {
    // Aborted by the button, or nothing was chosen: the page goes on as it is.
  }
}

if (window.PublicKeyCredential) {
  for (const hidden of document.querySelectorAll("[data-with-passkeys]")) hidden.hidden = false;
  for (const hidden of document.querySelectorAll("[data-without-passkeys]")) hidden.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      press(form);
    });
    if ("offered" in form.dataset) offer(form);
  }
}
