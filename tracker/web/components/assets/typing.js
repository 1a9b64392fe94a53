// Whether a key is typed into something, or belongs to the browser, and is no command of the page. A component's own
// elements hide behind it from the rest of the page: the path of the event has them. Joined in front of those with keys.
function typed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return true;
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return false;
  if (target.closest("dialog:not([open])")) return false; // just closed: until the next frame it still has the focus
  return target.closest("input, textarea, select, [contenteditable], [role=combobox], dialog[open]") !== null;
}

// The single keys can be switched off, for who speaks to the computer and would set them off by a word.
const KEYS_OFF = "mendline-keys-off";

function keysOn() {
  return localStorage.getItem(KEYS_OFF) === null;
}
