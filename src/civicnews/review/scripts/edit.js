// Correct a value, add one, take one away.

const ROLES = ["organiser", "partner", "actor", "beneficiary"];
const PARTIES = ["person", "group", "organisation"];

// The inputs of a group: name → [kind of input, read from the value]
const INPUTS = {
  place: [["name", "text"], ["code", "text"]],
  date: [["text", "text"], ["edtf", "text"]],
  activity_types: [["type", "type"]],
  phrase: [["text", "text"]],
  participants: [["name", "text"], ["role", ROLES], ["kind", PARTIES], ["count", "number"], ["approximate", "check"], ["unit", "text"], ["affiliation", "text"]],
  reporters: [["name", "text"], ["role", "text"]],
  title: [["text", "text"]],
};

function inputsOf(group) {
  if (KIND_OF[group] === "community" || KIND_OF[group] === "division") return INPUTS.place;
  if (KIND_OF[group] === "title") return INPUTS.title;
  return INPUTS[group] ?? INPUTS.phrase;
}

function flat(group, value) {
  if (value === null) return {};
  if (group === "activity_types") return { type: value };
  if (typeof value === "string") return { text: value };
  if (group === "participants") return { ...value, count: value.count?.value ?? "", approximate: value.count?.approximate ?? false, unit: value.count?.unit ?? "" };
  return value;
}

// The value that the inputs say, over the one that was there; null where its name is empty.
function valueOf(group, held, old) {
  const text = (name) => (held[name] ?? "").trim() || null;
  const spans = old?.spans ?? [];
  if (group === "activity_types") return held.type;
  if (KIND_OF[group] === "title") return text("text");
  if (KIND_OF[group] === "community" || KIND_OF[group] === "division") {
    if (!text("name")) return null;
    const kept = old && old.name === text("name") && old.code === text("code");
    return { name: text("name"), code: text("code"), official_name: kept ? old.official_name : null, match: kept ? old.match : null, spans };
  }
  if (group === "date") {
    if (!text("text") && !text("edtf")) return null;
    const plain = text("edtf") && /^\d{4}-\d\d-\d\d$/.test(text("edtf")) ? text("edtf") : null;
    const kept = old && old.edtf === text("edtf");
    return {
      text: text("text"), edtf: text("edtf"), start: kept ? old.start : plain, end: kept ? old.end : plain,
      precision: kept ? old.precision : plain ? "day" : old?.precision ?? "vague", basis: old?.basis ?? "stated", spans,
    };
  }
  if (group === "reporters") return text("name") ? { name: text("name"), role: text("role") ?? "记者", spans } : null;
  if (group !== "participants") return text("text") ? { text: text("text"), spans } : null;
  if (!text("name")) return null;
  const number = text("count") === null ? null : Number(text("count"));
  const count = number === null && !held.approximate ? null : { value: number, approximate: held.approximate, unit: text("unit") };
  return { name: text("name"), kind: held.kind, role: held.role, count, affiliation: text("affiliation"), spans };
}

function form(item, group, one) {
  const start = flat(group, one ? one.value : null);
  const inputs = {};
  const made = el("form", { class: `detail form k-${KIND_OF[group]}`, "aria-label": `${one ? t("correct") : t("add", "")} ${label("field", group)}` },
    inputsOf(group).map(([name, kind]) => {
      inputs[name] = input(kind, start[name] ?? "");
      return el("label", { class: kind === "check" ? "check" : null }, el("span", {}, label("fact", name)), inputs[name]);
    }),
    el("p", { class: "buttons" },
      el("button", { type: "submit", class: "primary" }, t("save")),
      el("button", { type: "button", onclick: () => choose(item, one ? { field: one.field } : {}) }, t("cancel"))));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const held = Object.fromEntries(Object.entries(inputs).map(([name, box]) => [name, box.type === "checkbox" ? box.checked : box.value]));
    setValue(item, group, one, valueOf(group, held, one ? one.value : null));
  });
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    choose(item, one ? { field: one.field, focus: true } : { focus: true });
  });
  return made;
}

function input(kind, value) {
  if (kind === "check") return el("input", { type: "checkbox", checked: value });
  if (kind === "number") return el("input", { type: "number", min: "0", value });
  if (kind === "text") return el("input", { type: "text", value: value ?? "" });
  const choices = kind === "type" ? Object.keys(DATA.types).map((id) => [id, typeLabel(id)]) : kind.map((id) => [id, label(kind === ROLES ? "role" : "party", id)]);
  return el("select", {}, choices.map(([id, text]) => el("option", { value: id, selected: id === value }, text)));
}

function setValue(item, group, one, value) {
  const held = current(item)[group];
  if (!LISTS.has(group)) change(item, group, value);
  else {
    const list = [...held];
    if (one) list.splice(one.index, 1, ...(value === null ? [] : [value]));
    else if (value !== null) list.push(value);
    change(item, group, group === "activity_types" ? tidyTypes(list, value) : list);
  }
  refresh(item, { focus: true });
}

// `other` stands alone, and no type stands twice.
function tidyTypes(list, added) {
  const found = [...new Set(list)];
  const rest = added === "other" ? ["other"] : found.filter((id) => id !== "other");
  return rest.length ? rest : ["other"];
}

function removeValue(one) {
  setValue(one.item, one.group, one, null);
}

function makeMain(one) {
  const list = current(one.item).activity_types.filter((id) => id !== one.value);
  change(one.item, "activity_types", [one.value, ...list]);
  refresh(one.item, { focus: true });
}
