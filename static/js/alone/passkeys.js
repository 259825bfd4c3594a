/* Passkeys: a form marked data-passkey asks the device, puts its answer into the field "credential", and is sent like any other. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  document.documentElement.dataset.passkeys = "yes";

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({...one, id: bytes(one.id)}));

  const ask = {
    create: async (options) => navigator.credentials.create({publicKey: {...options, challenge: bytes(options.challenge),
      user: {...options.user, id: bytes(options.user.id)}, excludeCredentials: known(options.excludeCredentials)}}),
    get: async (options) => navigator.credentials.get({publicKey: {...options, challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials)}}),
  };

  /* What the device has answered, in the form that the server reads. */
  function answer(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = text(credential.response[name]);
    return JSON.stringify({id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: {}});
  }

  function say(form, sentence) {
    const place = form.querySelector("[role=alert]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  async function use(form) {
    const words = document.querySelector("[data-passkey-words]").dataset;
    say(form, "");
    const asked = await fetch(form.dataset.options, {credentials: "same-origin", headers: {Accept: "application/json"}});
    if (asked.status === 403) return location.assign(words.again);
    if (asked.status === 401) return location.reload();
    if (!asked.ok) return say(form, words.failed);
    try {
      form.credential.value = answer(await ask[form.dataset.passkey](await asked.json()));
    } catch (problem) {
      return say(form, problem.name === "InvalidStateError" ? words.known : problem.name === "NotAllowedError" ? words.stopped : words.failed);
    }
    form.requestSubmit();
  }

  document.addEventListener("click", async (event) => {
    const form = event.target.closest("[data-passkey] button[type=button]")?.form;
    if (!form || !form.reportValidity() || form.dataset.asking) return;
    form.dataset.asking = "yes";
    try { await use(form); } catch { say(form, document.querySelector("[data-passkey-words]").dataset.failed); }
    delete form.dataset.asking;
  });
})();
