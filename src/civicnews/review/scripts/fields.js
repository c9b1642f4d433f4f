// What a record holds, value by value: its kind, its spans, and how it is said in words.

const KIND_OF = {
  communities: "community", street: "division", district: "division", city: "division", province: "division", date: "date",
  activity_types: "deed", activity_name: "name", venue: "venue", participants: "participant",
  kicker: "title", headline: "title", subhead: "title", reporters: "reporter",
};
const KINDS = ["community", "division", "date", "deed", "name", "venue", "participant", "reporter"];
const LISTS = new Set(["communities", "activity_types", "participants", "reporters"]);
const ROWS = [
  ["communities", ["communities"]], ["divisions", ["street", "district", "city", "province"]], ["date", ["date"]],
  ["activity_types", ["activity_types"]], ["activity_name", ["activity_name"]], ["venue", ["venue"]], ["participants", ["participants"]],
];
const TITLE_ROWS = [["kicker", ["kicker"]], ["headline", ["headline"]], ["subhead", ["subhead"]], ["reporters", ["reporters"]]];

// [{item, group, index, field, kind, value, spans, quiet}] of one group. A value that is not printed is quiet: it is not drawn.
function valuesOf(item, group) {
  const held = current(item)[group];
  const list = LISTS.has(group) ? held : held === null || held === undefined ? [] : [held];
  return list.map((value, index) => {
    const field = LISTS.has(group) ? `${group}.${index}` : group;
    const spans = group === "activity_types" ? deedSpans(item, value) : value.spans ?? [];
    return { item, group, index, field, kind: KIND_OF[group], value, spans, quiet: value.match === "inferred", id: `${item.key}/${field}` };
  });
}

function allValues(item) {
  return (item.kind === "article" ? TITLES : GROUPS).flatMap((group) => valuesOf(item, group));
}

function deedSpans(item, type) {
  const spans = item.own.evidence.filter(([of]) => of === type).flatMap(([, held]) => held);
  return united(spans);
}

function united(spans) {
  const out = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = out[out.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else out.push([start, end]);
  }
  return out;
}

function typeLabel(id) {
  const about = Object.hasOwn(DATA.types, id) ? DATA.types[id] : null;
  return about ? about[language ? "en" : "zh"] : id;
}

function valueText(one) {
  const { value, group } = one;
  if (typeof value === "string") return group === "activity_types" ? typeLabel(value) : value;
  return value.name ?? value.text ?? "";
}

// The small print behind a value.
function valueNote(one) {
  const { value, group } = one;
  if (group === "communities" || group === "street") return value.code ?? "";
  if (group === "date") return value.edtf && value.edtf !== value.text ? value.edtf : "";
  if (group === "activity_types") return one.index === 0 && current(one.item).activity_types.length > 1 ? t("main") : "";
  if (group === "participants") return [label("role", value.role), countText(value.count)].filter(Boolean).join(" ");
  if (group === "reporters") return value.role;
  return "";
}

function countText(count) {
  if (!count) return "";
  return `${count.approximate ? "≈" : ""}${count.value ?? "?"}`;
}

// [name, text] of everything that is known about a value.
function facts(one) {
  const { value, group } = one;
  if (typeof value === "string") return group === "activity_types" ? [[label("fact", "type"), `${typeLabel(value)}（${value}）`]] : [];
  const out = [];
  const tell = (name, text) => text !== null && text !== undefined && text !== "" && out.push([label("fact", name), text]);
  if ("match" in value) {
    tell("code", value.code);
    if (value.official_name !== value.name) tell("official_name", value.official_name);
    if (value.match) tell("match", label("match", value.match));
  } else if (group === "date") {
    tell("edtf", value.edtf);
    tell("basis", label("basis", value.basis));
  } else if (group === "participants") {
    tell("role", label("role", value.role));
    tell("kind", label("party", value.kind));
    tell("count", value.count ? `${countText(value.count)}${value.count.unit ?? ""}` : "");
    tell("affiliation", value.affiliation);
  } else if (group === "reporters") tell("role", value.role);
  return out;
}

// [{rule, words}] behind a value; none for one that the reviewer changed.
function reasons(one) {
  const at = ownIndex(one);
  if (at < 0) return [];
  const field = LISTS.has(one.group) ? `${one.group}.${at}` : one.group;
  const held = one.item.own.why?.[field] ?? [];
  return held.map(([number, words]) => ({ rule: DATA.rules[number], words }));
}

// Where the value stood as it was extracted; -1 for one that the reviewer changed or added.
function ownIndex(one) {
  const own = one.item.own[one.group];
  const was = LISTS.has(one.group) ? own : [own];
  return was.findIndex((value) => same(value, one.value));
}

function isChanged(one) {
  return !decisionOf(one.item).added && ownIndex(one) < 0;
}
