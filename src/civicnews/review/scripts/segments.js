// A text counted in code points, and the pieces that spans cut it into.

class Source {
  constructor(text) {
    this.text = text ?? "";
    // Only where a character is two UTF-16 units do the two ways of counting differ.
    this.points = /[\ud800-\udfff]/.test(this.text) ? Array.from(this.text) : null;
    this.length = this.points ? this.points.length : this.text.length;
  }

  slice(start, end) {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }

  find(words) {
    const at = this.text.indexOf(words);
    return at < 0 || !this.points ? at : Array.from(this.text.slice(0, at)).length;
  }
}

// Cut [start, end) at the edges of all ranges {start, end, …} and at `breaks`.
// Gives pieces {start, end, ranges} in order, without gaps; each holds the ranges that cover it whole.
function segments(start, end, ranges, breaks) {
  const inside = ranges
    .map((range) => ({ range, start: Math.max(range.start, start), end: Math.min(range.end, end) }))
    .filter((one) => one.start < one.end)
    .sort((a, b) => a.start - b.start);
  const edges = new Set([start, end]);
  for (const one of inside) edges.add(one.start).add(one.end);
  for (const place of breaks) if (place > start && place < end) edges.add(place);
  const places = [...edges].sort((a, b) => a - b);
  const out = [];
  let open = [];
  let next = 0;
  for (let i = 0; i + 1 < places.length; i += 1) {
    while (next < inside.length && inside[next].start <= places[i]) open.push(inside[next++]);
    open = open.filter((one) => one.end > places[i]);
    out.push({ start: places[i], end: places[i + 1], ranges: open.map((one) => one.range) });
  }
  return out;
}

// Give each range a lane, so that ranges that cross or hold each other are drawn one below the other.
function lanes(ranges) {
  const ends = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    let lane = ends.findIndex((end) => end <= range.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = range.end;
    range.lane = lane;
  }
}
