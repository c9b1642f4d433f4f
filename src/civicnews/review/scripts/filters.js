// Which records are shown: by words, street, type, date, warnings and verdict.

const filter = { words: "", street: "", type: "", status: "", from: "", to: "", warnings: false };

function filtering() {
  return Object.values(filter).some(Boolean);
}

function haystack(item) {
  if (item.text === undefined) {
    const { own, article, doc } = item;
    const values = [...own.communities, ...own.participants].map((one) => one.name);
    const divisions = ["street", "district", "city", "province"].map((name) => own[name]?.name);
    const phrases = [own.activity_name?.text, own.venue?.text, article?.own.headline, article?.own.kicker, article?.own.subhead];
    const codes = [...own.communities, own.street].map((one) => one?.code);
    item.text = [own.text, own.id, doc.name, ...values, ...divisions, ...phrases, ...codes, ...own.activity_types.map(typeLabels)].join("\n").toLowerCase();
  }
  return item.text;
}

function typeLabels(id) {
  return Object.hasOwn(DATA.types, id) ? `${id} ${DATA.types[id].zh} ${DATA.types[id].en}` : id;
}

function fits(item) {
  const held = current(item);
  if (filter.street && (held.street?.name ?? "—") !== filter.street) return false;
  if (filter.type && !held.activity_types.includes(filter.type)) return false;
  if (filter.status && statusOf(item) !== filter.status) return false;
  if (filter.warnings && !item.own.warnings.length) return false;
  if (filter.from && !((held.date?.end ?? held.date?.start ?? "") >= filter.from)) return false;
  if (filter.to && !((held.date?.start ?? held.date?.end ?? "9999") <= filter.to)) return false;
  return !filter.words || filter.words.split(/\s+/).every((word) => haystack(item).includes(word));
}

function shownItems() {
  return new Set(filtering() ? items.filter(fits) : items);
}

// Names with how often they occur, the most frequent first.
function counted(names) {
  const out = new Map();
  for (const name of names) out.set(name, (out.get(name) ?? 0) + 1);
  return [...out].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function filterBar() {
  const streets = counted(items.map((item) => item.own.street?.name ?? "—"));
  const types = counted(items.flatMap((item) => item.own.activity_types));
  const statuses = ["open", "right", "corrected", "added", "wrong"];
  const set = (name) => (event) => {
    const box = event.target;
    filter[name] = box.type === "checkbox" ? box.checked : name === "words" ? box.value.trim().toLowerCase() : box.value;
    refilter();
  };
  const select = (name, options) => el("label", { class: "pick" }, el("span", {}, t(name)),
    el("select", { id: `filter-${name}`, onchange: set(name) }, el("option", { value: "" }, t("all")),
      options.map(([value, text]) => el("option", { value, selected: filter[name] === value }, text))));
  refill(byId("filters"),
    el("label", { class: "pick wide" }, el("span", {}, t("search")),
      el("input", { type: "search", id: "filter-words", placeholder: t("searchHint"), value: filter.words, oninput: set("words") })),
    el("button", { type: "button", id: "more", "aria-expanded": "false", "aria-controls": "filters", onclick: (event) => {
      event.currentTarget.setAttribute("aria-expanded", String(byId("filters").classList.toggle("open")));
    } }, t("filters")),
    select("street", streets.map(([name, count]) => [name, `${name === "—" ? t("noStreet") : name} (${count})`])),
    select("type", types.map(([id, count]) => [id, `${typeLabel(id)} (${count})`])),
    select("status", statuses.map((id) => [id, t(id)])),
    el("label", { class: "pick" }, el("span", {}, t("from")), el("input", { type: "date", id: "filter-from", value: filter.from, onchange: set("from") })),
    el("label", { class: "pick" }, el("span", {}, t("to")), el("input", { type: "date", id: "filter-to", value: filter.to, onchange: set("to") })),
    el("label", { class: "check" }, el("input", { type: "checkbox", id: "filter-warnings", checked: filter.warnings, onchange: set("warnings") }), el("span", {}, t("warningsOnly"))),
    el("button", { type: "button", id: "reset", onclick: resetFilters }, t("reset")),
    el("output", { id: "count", "aria-live": "polite" }));
}

function resetFilters() {
  Object.assign(filter, { words: "", street: "", type: "", status: "", from: "", to: "", warnings: false });
  filterBar();
  refilter();
}
