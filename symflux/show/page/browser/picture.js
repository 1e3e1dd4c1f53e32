// The network: sites, springs, baths coloured by temperature, heat as arrows as wide as the flux is large.

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 0.34, WIDEST = 0.34, NARROWEST = 0.05;
const SCALE = [[29, 59, 111], [74, 92, 122], [124, 123, 120], [181, 165, 106], [244, 220, 76]];  // cold to hot

function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  for (const child of children) made.append(child);
  return made;
}

const fixed = v => Number(v.toFixed(3));

// digits of a subscript, as they stand in a name like k\u2081\u2082, small and lower
function svgText(x, y, text, kind, anchor = "middle") {
  const made = element("text", { x: fixed(x), y: fixed(y), class: kind, "text-anchor": anchor });
  for (const piece of text.split(/([\u2080-\u2089]+)/).filter(Boolean)) {
    const isLow = /[\u2080-\u2089]/.test(piece);
    if (!isLow) { made.append(made.lastChild && made.lastChild.tagName ? element("tspan", { dy: "-.28em" }, piece) : piece); continue; }
    made.append(element("tspan", { dy: ".2em", "font-size": "70%" }, piece.replace(/./g, c => c.charCodeAt(0) - 0x2080)));
  }
  return made;
}

function colourOf(part) {
  const t = Math.min(Math.max(part, 0), 1) * (SCALE.length - 1), k = Math.min(Math.floor(t), SCALE.length - 2);
  return SCALE[k].map((c, i) => Math.round(c + (t - k) * (SCALE[k + 1][i] - c)));
}

const isDark = ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b < 128;

function arrow(a, b, size, kind, gap, title) {
  const length = Math.hypot(b.x - a.x, b.y - a.y), ux = (b.x - a.x) / length, uy = (b.y - a.y) / length;
  const half = size / 2, ends = typeof gap === "number" ? [gap, gap] : gap;
  const head = Math.min(0.45 * (length - ends[0] - ends[1]), 0.16 + 1.6 * half), wing = half + 0.1, tip = length - ends[1];
  const stations = [[ends[0], half], [tip - head, half], [tip - head, wing], [tip, 0]];
  const upper = stations.map(([s, w]) => [a.x + s * ux - w * uy, a.y + s * uy + w * ux]);
  const lower = stations.slice(0, 3).reverse().map(([s, w]) => [a.x + s * ux + w * uy, a.y + s * uy - w * ux]);
  const points = [...upper, ...lower].map(([x, y]) => `${fixed(x)},${fixed(y)}`).join(" ");
  return element("polygon", { points, class: kind }, element("title", {}, title));
}

// which arrows lie on a closed circle of arrows
function circulating(arrows) {
  const next = new Map();
  for (const { from, to } of arrows) next.set(from, [...(next.get(from) || []), to]);
  return arrows.map(({ from, to }) => {
    const found = new Set([to]), frontier = [to];
    for (const here of frontier) for (const near of next.get(here) || []) if (!found.has(near)) { found.add(near); frontier.push(near); }
    return found.has(from);
  });
}

// where the flux and the spring of each bond are written: beside it, where they cover least; the same for all values
const LINE = 0.38, ROOM = 1.05;  // between two lines, and about as wide as a number

function labelSpots(layout) {
  if (layout.spots) return layout.spots;
  const { sites, bonds, baths } = layout, dense = bonds.length > sites.length + 2, lines = dense ? 1 : 2, high = LINE * lines;
  const centre = { x: mean(sites.map(s => s.x)), y: mean(sites.map(s => s.y)) };
  const taken = sites.map(s => [s.x - RADIUS, s.y - RADIUS, s.x + RADIUS, s.y + RADIUS]);
  for (const bath of baths) taken.push([bath.x - 0.7, bath.y - 0.35, bath.x + 0.7, bath.y + 0.35]);
  const steps = Array.from({ length: 25 }, (_, k) => k / 24), tracks = [...bonds.map(({ i, j }) => [sites[i], sites[j]]),
    ...baths.map(bath => [bath, { x: mean(bath.sites.map(s => sites[s].x)), y: mean(bath.sites.map(s => sites[s].y)) }])];
  layout.spots = bonds.map((bond, own) => {
    const a = sites[bond.i], b = sites[bond.j], length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    let nx = -(b.y - a.y) / length, ny = (b.x - a.x) / length;
    const away = nx * ((a.x + b.x) / 2 - centre.x) + ny * ((a.y + b.y) / 2 - centre.y);
    if (away < -0.05 || (Math.abs(away) <= 0.05 && ny < 0)) { nx = -nx; ny = -ny; }
    let best = null;
    for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) for (const side of [1, -1]) {
      const [ux, uy] = [side * nx, side * ny], step = 0.3 + (dense ? 0 : 0.1), x = a.x + part * (b.x - a.x) + ux * step, y = a.y + part * (b.y - a.y) + uy * step;
      const anchor = Math.abs(ux) < 0.4 ? "middle" : ux > 0 ? "start" : "end", left = x - { start: 0, middle: ROOM / 2, end: ROOM }[anchor];
      const top = Math.abs(ux) >= 0.4 ? y - high / 2 : uy > 0 ? y - 0.12 : y + 0.12 - high, box = [left, top, left + ROOM, top + high];
      const covered = taken.filter(t => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3]).length;
      const crossed = tracks.filter((_, k) => k !== own).map(([p, q]) => steps.filter(t => {
        const [sx, sy] = [p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)];
        return sx > box[0] && sx < box[2] && sy > box[1] && sy < box[3];
      }).length).reduce((m, n) => m + n, 0);
      const cost = 8 * covered + crossed + (side < 0 ? 0.4 : 0) + Math.abs(part - 0.5);
      if (!best || cost < best.cost) best = { cost, x, y: top + 0.29, anchor, lines, box };
    }
    taken.push(best.box);
    return best;
  });
  return layout.spots;
}

// layout: {sites: [{label, x, y}], bonds: [{i, j, name}], baths: [{label, sites, x, y, name}]}, y downwards
function drawNetwork(svg, layout, state) {
  const { sites, bonds, baths } = layout, crowded = bonds.length > 28;
  const sizes = [...state.bonds.map(f => f.size), ...state.baths.map(f => f.size)].filter(Number.isFinite).map(Math.abs);
  const largest = Math.max(...sizes, 0) || 1, width = size => Math.max(NARROWEST, WIDEST * Math.abs(size) / largest);
  const lines = [], arrows = [], texts = [], boxes = [], discs = [];
  for (const { i, j } of bonds) lines.push(element("line", { x1: sites[i].x, y1: sites[i].y, x2: sites[j].x, y2: sites[j].y, class: "spring" }));
  const moving = state.bonds.filter(f => f.sign).map(f => ({ ...f, from: f.sign > 0 ? f.i : f.j, to: f.sign > 0 ? f.j : f.i }));
  const circles = circulating(moving);
  moving.forEach((f, k) => {
    const [a, b] = [sites[f.from], sites[f.to]], title = `heat ${a.label} \u2192 ${b.label}: ${f.text}`;
    arrows.push(arrow(a, b, width(f.size), circles[k] ? "heat round" : "heat", RADIUS + 0.07, title));
  });
  if (!crowded) labelSpots(layout).forEach(({ x, y, anchor, lines }, k) => {
    const { i, j, name } = bonds[k], both = state.bonds.filter(f => (f.i === i && f.j === j) || (f.i === j && f.j === i));
    const flux = both.sort((f, g) => Math.abs(g.size) - Math.abs(f.size))[0], shown = [flux ? flux.text : "", lines > 1 ? name : ""];
    shown.filter(Boolean).forEach((text, n) => texts.push(svgText(x, y + LINE * n, text, (lines > 1 ? "" : "dense ") + (n ? "name" : "value"), anchor)));
  });
  const warm = state.temperatures.filter(Number.isFinite), [cold, hot] = [Math.min(...warm), Math.max(...warm)];
  const tints = state.temperatures.map(t => colourOf(hot > cold ? (t - cold) / (hot - cold) : 0.5));
  baths.forEach((bath, k) => {
    const here = { x: mean(bath.sites.map(s => sites[s].x)), y: mean(bath.sites.map(s => sites[s].y)) };
    const wide = Math.max(0.62, 0.1 * bath.name.length + 0.28), high = 0.3, flux = state.baths[k];
    lines.unshift(element("line", { x1: here.x, y1: here.y, x2: bath.x, y2: bath.y, class: "spring" }));
    boxes.push(element("rect", { x: fixed(bath.x - wide), y: fixed(bath.y - high), width: fixed(2 * wide), height: 2 * high, rx: 0.12, class: "bath", fill: `rgb(${tints[k]})` },
      element("title", {}, `bath ${bath.label}`)));
    boxes.push(svgText(bath.x, bath.y + 0.1, bath.name, isDark(tints[k]) ? "light" : "dark"));
    if (!flux || !flux.sign) return;
    const length = Math.hypot(bath.x - here.x, bath.y - here.y), ux = Math.abs(bath.x - here.x) / length, uy = Math.abs(bath.y - here.y) / length;
    const edge = Math.min(ux > 1e-6 ? wide / ux : 9, uy > 1e-6 ? high / uy : 9) + 0.03, title = `bath ${bath.label} ${flux.sign > 0 ? "gives" : "takes"} ${flux.text}`;
    const ends = bath.sites.length > 1 ? [edge, 0.05] : [edge, RADIUS + 0.05];
    arrows.push(flux.sign > 0 ? arrow(bath, here, width(flux.size), "heat", ends, title) : arrow(here, bath, width(flux.size), "heat", ends.reverse(), title));
  });
  sites.forEach((site, k) => {
    const own = baths.findIndex(bath => bath.sites.length === 1 && bath.sites[0] === k), tint = own < 0 ? null : tints[own];
    discs.push(element("circle", { cx: site.x, cy: site.y, r: RADIUS, class: tint ? "site" : "site bare", ...(tint ? { fill: `rgb(${tint})` } : {}) },
      element("title", {}, `site ${site.label}`)));
    discs.push(svgText(site.x, site.y + 0.12, site.label.length > 6 ? site.label.slice(0, 5) + "\u2026" : site.label, (site.label.length > 2 ? "small " : "") + (tint ? (isDark(tint) ? "light" : "dark") : "plain")));
  });
  svg.querySelectorAll("g").forEach(group => group.remove());
  svg.append(element("g", {}, ...lines, ...arrows, ...boxes, ...discs, ...texts));
}

const mean = numbers => numbers.reduce((a, b) => a + b, 0) / numbers.length;
