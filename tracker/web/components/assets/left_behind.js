// Tells which folded rows of the day shown, and which other days, hold answers that this browser still keeps because they
// never arrived. The rows are opened, and send them then themselves; the days are marked, and do so once they are shown.
function holding(places) {
  return Object.entries(places)
    .filter(([, names]) => names.some((name) => kept(name) !== undefined))
    .map(([place]) => place);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".left");
  if (root.mount === data.mount) return;
  root.mount = data.mount;
  const rows = holding(data.rows);
  const days = holding(data.days);
  if (rows.length) setTriggerValue("rows", rows);
  if (days.length) setTriggerValue("days", days);
}
