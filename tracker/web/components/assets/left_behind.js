// Tells which folded rows hold answers that this browser still keeps because they never arrived. The rows are opened, and
// send them then themselves.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".left");
  if (root.mount === data.mount) return;
  root.mount = data.mount;
  const rows = Object.entries(data.rows).filter(([, names]) => names.some((name) => kept(name) !== undefined));
  if (rows.length) setTriggerValue("rows", rows.map(([row]) => row));
}
