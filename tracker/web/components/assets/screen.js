// Tells the server whether the screen is as narrow as a phone, and dark, where that is not what the server took it for.
const NARROW = window.matchMedia("(max-width: 40rem)");
const DARK = window.matchMedia("(prefers-color-scheme: dark)");
const PAPER = window.matchMedia("print");

export default function ({ data, setStateValue }) {
  const tell = () => {
    if (PAPER.matches) return; // a sheet is narrower and lighter than the screen, and gone before an answer comes
    if (NARROW.matches !== data.narrow || DARK.matches !== data.dark) {
      setStateValue("screen", { narrow: NARROW.matches, dark: DARK.matches });
    }
  };
  tell();
  NARROW.onchange = DARK.onchange = tell;
  return () => {
    NARROW.onchange = DARK.onchange = null;
  };
}
