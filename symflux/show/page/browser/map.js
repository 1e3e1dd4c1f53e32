// The sign map: cells of one sign, the curve between them, and a point that moves.

const CELLS = 72, BISECTIONS = 14;

// an axis of a parameter: positions 0 ... 1 and values, both ways
function axisOf(low, high, isLog) {
  const [a, b] = isLog ? [Math.log(low), Math.log(high)] : [low, high];
  return {
    low, high, isLog,
    value: t => (isLog ? Math.exp(a + t * (b - a)) : a + t * (b - a)),
    place: v => ((isLog ? Math.log(v) : v) - a) / (b - a),
  };
}

function ticksOf(axis) {
  const found = [];
  if (axis.isLog) {
    const wide = axis.high / axis.low > 2000;
    for (let e = Math.floor(Math.log10(axis.low)); e <= Math.ceil(Math.log10(axis.high)); e++)
      for (const m of wide ? [1] : [1, 2, 5]) found.push(Number(`${m}e${e}`));
  } else {
    const rough = (axis.high - axis.low) / 5, unit = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map(m => m * unit).find(s => s >= rough);
    for (let k = Math.ceil(axis.low / step); k * step <= axis.high * (1 + 1e-9); k++) found.push(Number((k * step).toPrecision(6)));
  }
  return found.filter(v => v >= axis.low * (1 - 1e-9) - 1e-12 && v <= axis.high * (1 + 1e-9));
}

// what a cell of the map is, by the signs at its corners
function kindOf(a, b, c, d) {
  if (a === null || b === null || c === null || d === null) return "none";
  if (a === 0 && b === 0 && c === 0 && d === 0) return "zero";
  const negative = (a < 0) + (b < 0) + (c < 0) + (d < 0);
  return negative === 4 ? "minus" : negative === 0 ? "plus" : "mixed";
}

// {areas, border}: SVG path data in the unit square, y downwards
function signPaths(surface, xAxis, yAxis) {
  const node = (axis, k) => {
    const exact = rounded(axis.value(k / CELLS), 7);
    return { exact, float: toNumber(exact) };
  };
  const xs = [], ys = [], signs = [];
  for (let k = 0; k <= CELLS; k++) { xs.push(node(xAxis, k)); ys.push(node(yAxis, k)); }
  for (const y of ys) signs.push(xs.map(surface.row(y)));
  const short = v => Math.round(v * 1e4) / 1e4;
  const at = (i, j) => [i / CELLS, 1 - j / CELLS];
  const text = points => "M" + points.map(([x, y]) => `${short(x)} ${short(y)}`).join("L");
  const minus = s => s < 0;
  const cross = (i, j, k, l) => {  // on the side between two corners of different sign
    let [low, high] = [0, 1];
    const from = minus(signs[j][i]);
    for (let n = 0; n < BISECTIONS; n++) {
      const t = (low + high) / 2;
      const x = xAxis.value((i + (k - i) * t) / CELLS), y = yAxis.value((j + (l - j) * t) / CELLS);
      if (surface.quick(x, y) < 0 === from) low = t; else high = t;
    }
    const t = (low + high) / 2;
    return at(i + (k - i) * t, j + (l - j) * t);
  };
  const areas = { plus: "", minus: "", none: "" };
  let border = "";
  for (let j = 0; j < CELLS; j++) {
    let start = 0, before = null;
    const flush = end => {
      if (before) areas[before] += text([at(start, j), at(end, j), at(end, j + 1), at(start, j + 1)]) + "Z";
    };
    for (let i = 0; i < CELLS; i++) {
      const kind = kindOf(signs[j][i], signs[j][i + 1], signs[j + 1][i + 1], signs[j + 1][i]);
      if (kind !== before) { flush(i); start = i; before = kind === "mixed" || kind === "zero" ? null : kind; }
      if (kind !== "mixed") continue;
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]], found = corners.map(([a, b]) => signs[b][a]);
      const rings = { plus: [], minus: [] }, crossings = [];
      corners.forEach(([a, b], n) => {
        const [c, d] = corners[(n + 1) % 4], side = minus(found[n]) ? "minus" : "plus", other = side === "plus" ? "minus" : "plus";
        rings[side].push(at(a, b));
        if (minus(found[n]) !== minus(found[(n + 1) % 4])) {
          const spot = cross(a, b, c, d);
          rings[side].push(spot);
          rings[other].push(spot);
          crossings.push(spot);
        }
      });
      areas.plus += text(rings.plus) + "Z";
      areas.minus += text(rings.minus) + "Z";
      if (crossings.length === 2) border += text(crossings);
      else if (crossings.length === 4) border += text(crossings.slice(0, 2)) + text(crossings.slice(2));
    }
    flush(CELLS);
  }
  return { areas, border };
}
