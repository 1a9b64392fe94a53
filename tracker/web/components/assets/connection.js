// Says in words when the page has lost its connection, and nothing otherwise. Streamlit writes the state of its own
// connection on the page.
const APP = () => document.querySelector("[data-testid=stApp]");

export default function ({ parentElement, data }) {
  const line = parentElement.querySelector(".connection");
  const tell = () => {
    const state = APP()?.getAttribute("data-test-connection-state") ?? "CONNECTED";
    const lost = !navigator.onLine || !["CONNECTED", "INITIAL"].includes(state);
    line.textContent = lost ? data.words : "";
  };
  const watch = new MutationObserver(tell);
  if (APP()) watch.observe(APP(), { attributes: true, attributeFilter: ["data-test-connection-state"] });
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
  return () => {
    watch.disconnect();
    window.removeEventListener("online", tell);
    window.removeEventListener("offline", tell);
  };
}
