// The text as printed, with every value marked by its kind; hovering or focusing a mark shows its value, and the reverse.

const PATTERN = { division: [6, 3], deed: [3, 2], reporter: [1, 3], name: [10, 2] };
const LANES = 3;

let drawn = [];
const hidden = new Set();

function showText(page) {
  const box = byId("text");
  const { doc } = page;
  drawn = [];
  if (doc.text === null) {
    refill(box, el("p", { class: "trouble" }, t("noText"), doc.trouble), ...page.items.map((item) => el("p", { class: "line" }, item.own.text)));
    return;
  }
  const marks = rangesOf(page);
  lanes(marks.filter((range) => range.value && !range.quiet));
  const source = doc.source;
  const lines = [];
  let line = null;
  const breaks = lineStarts(source, page.start, page.end);
  const starts = new Set(breaks);
  const numbers = new Map(page.items.map((item) => [first(item.own.spans), item]));
  for (const piece of segments(page.start, page.end, marks, [...breaks, ...numbers.keys()])) {
    if (line === null || starts.has(piece.start)) lines.push((line = el("p", { class: "line" })));
    const begins = numbers.get(piece.start);
    if (begins) line.append(badge(begins));
    if (starts.has(piece.start) && !source.slice(piece.start, piece.end).trim()) line.classList.add("blank");
    line.append(drawPiece(piece, source));
  }
  refill(box, ...lines);
  box.scrollTop = 0;
  const stop = drawn.find((piece) => piece.values.length);
  if (stop) stop.made.tabIndex = 0;
}

function rangesOf(page) {
  const out = [];
  const held = new Map();
  const add = (one, spans, about) => {
    for (const [start, end] of spans) {
      const key = `${one.kind} ${start} ${end} ${about.quiet ? "q" : ""}`;
      if (!held.has(key)) out.push(held.set(key, { start, end, kind: one.kind, values: [], value: true, ...about }).get(key));
      held.get(key).values.push(one);
    }
  };
  for (const item of [...page.articles, ...page.items]) {
    for (const one of allValues(item)) add(one, one.spans, { quiet: one.quiet });
    if (item.kind !== "record") continue;
    for (const [start, end] of item.own.spans) out.push({ start, end, record: item });
    for (const warning of item.own.warnings) for (const [start, end] of warning.spans) out.push({ start, end, warning });
  }
  for (const warning of page.doc.warnings) for (const [start, end] of warning.spans) out.push({ start, end, warning });
  return out;
}

function lineStarts(source, start, end) {
  const out = [];
  const text = source.slice(start, end);
  let at = start;
  for (const line of text.split(/(?<=\n)|(?<=\r)(?!\n)/)) {
    out.push(at);
    at += source.points ? Array.from(line).length : line.length;
  }
  return out;
}

function badge(item) {
  const number = item.page.items.indexOf(item) + 1;
  return el("button", { class: "badge", type: "button", tabindex: "-1", "aria-label": `${t("cards")} ${number}`, onclick: () => choose(item, { focus: true }) }, number);
}

function drawPiece(piece, source) {
  const text = source.slice(piece.start, piece.end);
  const ranges = piece.ranges.filter((range) => range.value);
  const values = ranges.filter((range) => !range.quiet).flatMap((range) => range.values);
  const made = el("span", {}, text);
  const held = { made, ranges, values, items: piece.ranges.flatMap((range) => (range.record ? [range.record] : [])), start: piece.start };
  if (piece.ranges.some((range) => range.warning)) made.classList.add("warned");
  if (values.length) {
    made.className += " mark";
    made.setAttribute("role", "button");
    made.tabIndex = -1;
    const kinds = [...new Set(values.map((one) => label("kind", one.kind)))];
    made.setAttribute("aria-label", `${text.trim()}（${kinds.join("，")}）`);
  }
  made.piece = held;
  drawn.push(held);
  paint(held);
  return made;
}

// One line of colour a range, each in its lane, and a tint of the shortest.
function paint(piece) {
  const shown = piece.ranges.filter((range) => !range.quiet && !hidden.has(range.kind));
  const { style } = piece.made;
  if (!shown.length) {
    style.backgroundImage = style.backgroundColor = style.paddingBottom = "";
    return;
  }
  const shortest = shown.reduce((best, range) => (range.end - range.start < best.end - best.start ? range : best));
  const images = [];
  const places = [];
  for (const range of shown) {
    const colour = `var(--${range.kind})`;
    const [on, off] = PATTERN[range.kind] ?? [1, 0];
    images.push(off ? `repeating-linear-gradient(90deg, ${colour} 0 ${on}px, transparent ${on}px ${on + off}px)` : `linear-gradient(${colour}, ${colour})`);
    places.push(`0 calc(100% - ${(LANES - 1 - Math.min(range.lane, LANES - 1)) * 3}px)`);
  }
  style.backgroundImage = images.join(", ");
  style.backgroundPosition = places.join(", ");
  style.backgroundColor = `color-mix(in srgb, var(--${shortest.kind}) 13%, transparent)`;
}

// -- both sides show each other

function lightUp(ids, item) {
  const lit = new Set(ids);
  for (const piece of drawn) {
    piece.made.classList.toggle("lit", lit.size > 0 && piece.ranges.some((range) => range.values.some((one) => lit.has(one.id))));
    piece.made.classList.toggle("of-record", item !== null && piece.items.includes(item));
  }
  for (const chip of document.querySelectorAll(".chip")) chip.classList.toggle("lit", lit.has(chip.value_id));
  for (const card of document.querySelectorAll(".card")) card.classList.toggle("hot", card.item === item);
}

function lightOff() {
  lightUp([], state.item);
}

function pieceUnder(event) {
  const made = event.target.closest?.("#text span");
  return made?.piece ?? null;
}

function pointAtText(event) {
  const piece = pieceUnder(event);
  if (!piece) return lightOff();
  lightUp(piece.values.map((one) => one.id), piece.items[0] ?? state.item);
  if (piece.values.length) tip(piece.made, piece.values);
  return undefined;
}

function chooseInText(event) {
  const piece = pieceUnder(event);
  if (!piece) return;
  const one = best(piece.values);
  if (one) choose(one.item, { field: one.field, scroll: "cards" });
  else if (piece.items.length) choose(piece.items[0], { scroll: "cards" });
}

// Of several values on the same words, the one of the chosen record, and of these the shortest.
function best(values) {
  const size = (one) => one.spans.reduce((sum, [start, end]) => sum + end - start, one.item === state.item ? 0 : 1e9);
  return values.length ? values.reduce((found, one) => (size(one) < size(found) ? one : found)) : null;
}

function keyInText(event) {
  const stops = drawn.filter((piece) => piece.values.length);
  const at = stops.findIndex((piece) => piece.made === document.activeElement);
  if (at < 0) return;
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to !== undefined) {
    const next = stops[Math.max(0, Math.min(stops.length - 1, to))];
    stops[at].made.tabIndex = -1;
    next.made.tabIndex = 0;
    next.made.focus();
    event.preventDefault();
  } else if (event.key === "Enter" || event.key === " ") {
    chooseInText(event);
    event.preventDefault();
  }
}

function scrollText(spans) {
  const start = first(spans);
  const piece = drawn.find((each) => each.start >= start);
  if (spans.length && piece) within(byId("text"), piece.made);
}

// Bring an element into sight in the box that scrolls, moving nothing else.
function within(box, made) {
  const outer = box.getBoundingClientRect();
  const inner = made.getBoundingClientRect();
  if (box.scrollHeight <= box.clientHeight) made.scrollIntoView({ block: "nearest" });
  else if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 40) box.scrollTop += inner.top - outer.top - outer.height / 4;
}

function tip(by, values) {
  const box = byId("tip");
  refill(box, ...values.slice(0, 6).map((one) => {
    const why = reasons(one)[0]?.rule;
    return el("div", { class: `tip-line k-${one.kind}` },
      el("b", {}, label("field", one.group)), " ", el("span", {}, valueText(one)), " ", el("span", { class: "small" }, valueNote(one)),
      why ? el("div", { class: "small" }, el("code", {}, why.id ?? t("noRule")), " ", why.about) : null);
  }));
  box.hidden = false;
  const place = by.getBoundingClientRect();
  const own = box.getBoundingClientRect();
  const below = place.bottom + 8 + own.height < innerHeight;
  box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - own.width - 8))}px`;
  box.style.top = `${below ? place.bottom + 8 : Math.max(8, place.top - own.height - 8)}px`;
}

function tipOff() {
  byId("tip").hidden = true;
}
