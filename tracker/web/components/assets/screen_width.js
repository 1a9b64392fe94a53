// Tells the server whether the screen is as narrow as a phone, where that is not what the server took it for.
const NARROW = window.matchMedia("(max-width: 40rem)");

export default function ({ data, setStateValue }) {
  const tell = () => setStateValue("narrow", NARROW.matches);
  if (NARROW.matches !== data.narrow) tell();
  NARROW.onchange = tell;
  return () => {
    NARROW.onchange = null;
  };
}
