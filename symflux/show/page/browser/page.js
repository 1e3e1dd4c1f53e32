// The page itself: dials, the table of fluxes, the picture, the map, values at many points.

const model = JSON.parse(document.getElementById("model").textContent);
const $ = id => document.getElementById(id);
const html = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

model.polynomials = (model.polynomials || []).map(readPolynomial);
const dials = model.dials, start = dials.map(dial => parseNumber(dial.value));
const point = start.slice();
if (model.grid) {
  model.tables = model.fluxes.map(flux => model.grid.tables[flux.name].map(floatsOf));
  model.axes = model.grid.names.map(name => dials.findIndex(dial => dial.name === name));
  model.gridFlux = (flux, values) => {
    const places = model.axes.map(k => between(values[k], toNumber(start[k]), model.grid.steps));
    const warm = model.temperatures.map(t => toNumber(evaluateValue(t, model.polynomials, values.map(v => rounded(v, 15)))));
    const terms = model.tables[model.fluxes.indexOf(flux)].map((table, b) => interpolate(table, model.grid.steps.length, places) * warm[b]);
    return { value: terms.reduce((sum, term) => sum + term, 0), size: terms.reduce((sum, term) => sum + Math.abs(term), 0) };
  };
}

// values at a point ------------------------------------------------------------------------------------------

// {values: [{sign, size, exact?} or null], trouble}
function fluxesAt(at) {
  if (model.grid) {
    // what is no more than the rounding of its terms, or of the largest flux, is shown as none
    const found = model.fluxes.map(flux => model.gridFlux(flux, at.map(toNumber))), largest = Math.max(...found.map(f => f.size));
    const values = found.map(({ value, size }) => (Math.abs(value) > ROUNDING * Math.max(size, 1e-3 * largest) ? value : 0));
    return { values: values.map(size => ({ size, sign: Math.sign(size) })), trouble: "" };
  }
  const known = new Map();
  if (model.stability.some(k => signOf(evaluate(model.polynomials[k], at)) <= 0))
    return { values: model.fluxes.map(() => null), trouble: "No steady state here: the network is not stable at these values." };
  const found = model.values.map(value => evaluateValue(value, model.polynomials, at, known));
  const values = model.fluxes.map(({ value: [sign, place] }) => {
    if (!found[place]) return null;
    const exact = sign < 0 ? { n: -found[place].n, d: found[place].d } : found[place];
    return { exact, size: toNumber(exact), sign: signOf(exact) };
  });
  const lost = model.exceptional.length && model.exceptional.every(k => signOf(evaluate(model.polynomials[k], at)) === 0);
  const trouble = values.includes(null) ? "No steady state here: a denominator vanishes at these values."
    : lost ? "The steady state is not unique at these values; the fluxes shown are limits." : "";
  return { values, trouble };
}

function decimal(size, digits = 6) {
  if (size === 0) return "0";
  const text = Math.abs(size) >= 1e6 || Math.abs(size) < 1e-4 ? size.toExponential(digits - 2) : String(Number(size.toPrecision(digits)));
  const [mantissa, power] = text.replace(/-/g, "\u2212").split("e");
  return power === undefined ? mantissa : `${mantissa} \u00d7 10${[...power.replace("+", "")].map(c => (c === "\u2212" ? "\u207b" : "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"[c])).join("")}`;
}

// dials ------------------------------------------------------------------------------------------------------

const hottest = Math.max(1, ...dials.flatMap((d, k) => (d.warm ? [2 * toNumber(start[k])] : [])));
const scales = dials.map((dial, k) => {
  const value = toNumber(start[k]);
  if (model.grid && model.grid.names.includes(dial.name)) return axisOf(value * model.grid.steps[0], value * model.grid.steps.at(-1), true);
  if (dial.warm) return axisOf(0, hottest, false);
  if (dial.real) { const reach = 2 * Math.abs(value) || 2; return axisOf(-reach, reach, false); }
  const seen = (dial.seen || []).map(text => toNumber(parseNumber(text))).filter(v => v > 0);
  return value > 0 ? axisOf(Math.min(value / 20, ...seen.map(v => v / 2)), Math.max(value * 20, ...seen.map(v => 2 * v)), true) : axisOf(0, 2, false);
});
const inputs = dials.map((dial, k) => ({ range: $(`range-${k}`), typed: $(`typed-${k}`) }));

function allowed(k, value) {
  if (value === null) return "not a number: write 3/2, 0.15 or 2e3";
  if (!dials[k].real && (dials[k].warm ? value.n < 0n : value.n <= 0n)) return dials[k].warm ? "a temperature is at least 0" : "positive, please";
  return "";
}

function setDial(k, value, from) {
  const problem = allowed(k, value), { range, typed } = inputs[k];
  typed.setCustomValidity(problem);
  typed.classList.toggle("wrong", Boolean(problem));
  typed.title = problem;
  if (problem) return;
  point[k] = value;
  const place = Math.round(1000 * scales[k].place(toNumber(value)));
  if (from !== range) range.value = Number.isFinite(place) ? place : 0;
  range.setAttribute("aria-valuetext", show(value));
  if (from !== typed) typed.value = decimalText(value);
  schedule();
}

// as a decimal where that is exact and short, else as a fraction
function decimalText(value) {
  const short = String(toNumber(value)), back = parseNumber(short);
  return back && short.length <= 8 && back.n * value.d === value.n * back.d ? short : show(value).replace("\u2212", "-");
}

inputs.forEach(({ range, typed }, k) => {
  if (!range) return;
  range.addEventListener("input", () => setDial(k, rounded(scales[k].value(range.value / 1000)), range));
  typed.addEventListener("input", () => setDial(k, parseNumber(typed.value), typed));
  typed.addEventListener("change", () => { if (typed.validity.valid) typed.value = decimalText(point[k]); });
});
if ($("reset")) $("reset").addEventListener("click", () => start.forEach((value, k) => setDial(k, value)));

// the table --------------------------------------------------------------------------------------------------

const cells = model.fluxes.map((_, k) => ({ size: $(`size-${k}`), exact: $(`exact-${k}`), way: $(`way-${k}`) }));

function fillTable({ values, trouble }) {
  $("trouble").textContent = trouble;
  $("trouble").hidden = !trouble;
  values.forEach((value, k) => {
    const { size, exact, way } = cells[k], flux = model.fluxes[k];
    size.textContent = value ? decimal(value.size) : "\u2013";
    way.textContent = !value || !value.sign ? "" : "bath" in flux ? (value.sign > 0 ? "gives" : "takes") : value.sign > 0 ? "\u2192" : "\u2190";
    if (!exact) return;
    const text = value ? show(lowest(value.exact)) : "";
    const [top, bottom] = text.split("/");  // a long fraction breaks at its bar
    if (text.length > 44) exact.textContent = `${text.slice(0, 18)}\u2026 (${text.length} characters)`;
    else if (text.length > 20 && bottom) exact.replaceChildren(`${top}/`, html("wbr"), bottom);
    else exact.textContent = text;
    exact.title = text.length > 44 && text.length < 4000 ? text : "";
  });
}

// the picture ------------------------------------------------------------------------------------------------

function fillPicture({ values }) {
  const flow = (value, flux, k) => ({ i: flux.from, j: flux.to, sign: value ? value.sign : 0, size: value ? value.size : 0, text: value ? decimal(Math.abs(value.size), 4) : "" });
  const bonds = [], baths = [];
  values.forEach((value, k) => {
    const flux = model.fluxes[k];
    if ("bath" in flux) baths[flux.bath] = flow(value, flux);
    else bonds.push(flow(value, flux));
  });
  const temperatures = model.temperatures.map(t => { const value = evaluateValue(t, model.polynomials, point); return value ? toNumber(value) : NaN; });
  drawNetwork($("picture"), model.layout, { bonds, baths, temperatures });
  const forward = bonds.filter(f => f.sign).map(f => (f.sign > 0 ? [f.i, f.j] : [f.j, f.i]).map(s => model.layout.sites[s].label).join(" to "));
  $("picture-title").textContent = forward.length ? `Heat runs ${forward.join(", ")}.` : "No heat flows.";
}

// the map ----------------------------------------------------------------------------------------------------

const chosen = { x: $("map-x"), y: $("map-y"), flux: $("map-flux") };
let mapKey = "", mapAxes = null;

// the scale of a dial, made wide enough for where it stands
function mapAxis(k) {
  const scale = scales[k], value = toNumber(point[k]);
  if (value >= scale.low && value <= scale.high) return scale;
  return scale.isLog ? axisOf(Math.min(scale.low, value / 2), Math.max(scale.high, value * 2), true)
    : axisOf(Math.min(scale.low, value * (value < 0 ? 1.5 : 0.5)), Math.max(scale.high, 1.5 * value), false);
}

function fillMap() {
  if (!chosen.flux) return;
  const x = Number(chosen.x.value), y = Number(chosen.y.value), place = Number(chosen.flux.value), flux = model.fluxes[place];
  const axes = [mapAxis(x), mapAxis(y)];
  const others = point.map((value, k) => (k === x || k === y ? "" : show(value))).join(";");
  const key = [x, y, place, others, ...axes.map(a => `${a.low} ${a.high}`)].join("|");
  mapAxes = axes;
  if (key !== mapKey) {
    mapKey = key;
    drawMap(flux, x, y, axes);
  }
  const value = fluxesAt(point).values[place], [px, py] = [axes[0].place(toNumber(point[x])), axes[1].place(toNumber(point[y]))];
  $("map-point").setAttribute("transform", `translate(${fixed(px)} ${fixed(1 - py)})`);
  const sign = !value ? "no steady state" : value.sign > 0 ? "positive" : value.sign < 0 ? "negative" : "zero";
  const where = `${dials[x].text} = ${show(point[x])}, ${dials[y].text} = ${show(point[y])}`;
  $("map-said").textContent = `${flux.text}: ${sign}${value ? `, ${decimal(value.size)}` : ""} at ${where}`;
}

function drawMap(flux, x, y, axes) {
  if (x === y) return;
  const surface = model.grid ? gridSurface(model, flux, point.map(toNumber), x, y) : exactSurface(model, flux, point, x, y);
  const { areas, border } = signPaths(surface, ...axes);
  $("map-plus").setAttribute("d", areas.plus || "M0 0");
  for (const id of ["map-minus", "map-hatch"]) $(id).setAttribute("d", areas.minus || "M0 0");
  $("map-none").setAttribute("d", areas.none || "M0 0");
  $("map-border").setAttribute("d", border || "M0 0");
  const frame = $("map-ticks");
  frame.replaceChildren();
  const S = 400;
  for (const v of ticksOf(axes[0])) {
    const t = fixed(S * axes[0].place(v));
    frame.append(element("line", { x1: t, x2: t, y1: S, y2: S + 5 }), svgText(t, S + 20, decimal(v), "tick"));
  }
  for (const v of ticksOf(axes[1])) {
    const t = fixed(S * (1 - axes[1].place(v)));
    frame.append(element("line", { x1: -5, x2: 0, y1: t, y2: t }), svgText(-9, t + 4.5, decimal(v), "tick", "end"));
  }
  frame.append(svgText(S / 2, S + 42, dials[x].text, "axis"));
  const side = svgText(-46, S / 2, dials[y].text, "axis");
  frame.append(side);
  $("map-of").textContent = flux.text;
  $("map-plus-said").textContent = "bath" in flux ? "the bath gives heat" : `heat runs ${flux.text}`;
  $("map-minus-said").textContent = "bath" in flux ? "the bath takes heat" : "heat runs the other way";
}

function moveTo(px, py) {
  const [x, y] = [Number(chosen.x.value), Number(chosen.y.value)], held = t => Math.min(Math.max(t, 0), 1);
  setDial(x, rounded(mapAxes[0].value(held(px))));
  setDial(y, rounded(mapAxes[1].value(held(py))));
}

if (chosen.flux) {
  const area = $("map-area"), svg = $("map");
  const place = event => {
    const box = area.getBoundingClientRect();
    moveTo((event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height);
  };
  area.addEventListener("pointerdown", event => { area.setPointerCapture(event.pointerId); place(event); });
  area.addEventListener("pointermove", event => { if (event.buttons) place(event); });
  svg.addEventListener("keydown", event => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = [Number(chosen.x.value), Number(chosen.y.value)], by = event.shiftKey ? 0.1 : 0.01;
    moveTo(mapAxes[0].place(toNumber(point[x])) + by * step[0], mapAxes[1].place(toNumber(point[y])) + by * step[1]);
  });
  for (const [own, other] of [["x", "y"], ["y", "x"]]) {
    let before = chosen[own].value;
    chosen[own].addEventListener("change", () => {
      if (chosen[own].value === chosen[other].value) chosen[other].value = before;  // they change places
      before = chosen[own].value;
      chosen[other].dispatchEvent(new Event("kept"));
      schedule();
    });
    chosen[own].addEventListener("kept", () => { before = chosen[own].value; });
  }
  chosen.flux.addEventListener("change", schedule);
}

// points of the statements, and many at once -----------------------------------------------------------------

document.querySelectorAll("button[data-witness]").forEach(button => {
  const wanted = JSON.parse(button.dataset.witness);
  button.addEventListener("click", () => {
    dials.forEach((dial, k) => { if (dial.name in wanted) setDial(k, parseNumber(wanted[dial.name])); });
    if (chosen.flux) {
      const place = model.fluxes.findIndex(flux => button.dataset.claim.startsWith(flux.name));
      if (place >= 0) chosen.flux.value = place;
    }
    $("network").scrollIntoView({ block: "start" });
  });
});

function fillPoints() {
  const rows = $("points").value.split("\n").filter(line => line.trim());
  const head = html("tr", {}, ...dials.map(d => html("th", { scope: "col" }, d.text)), ...model.fluxes.map(f => html("th", { scope: "col" }, f.text)));
  const body = rows.slice(0, 1000).map(line => {
    const given = line.trim().split(/[\s,;]+/).map(parseNumber);
    if (given.length !== dials.length || given.some((value, k) => allowed(k, value))) {
      const what = given.length === dials.length ? "not a point of the parameters" : `${dials.length} values, please`;
      return html("tr", {}, html("td", { colspan: dials.length + model.fluxes.length, class: "wrong" }, `${line.slice(0, 60)}: ${what}`));
    }
    const { values } = fluxesAt(given);
    return html("tr", {}, ...given.map(value => html("td", {}, show(value))),
      ...values.map(value => html("td", value && value.exact ? { title: show(lowest(value.exact)) } : {}, value ? String(value.size) : "\u2013")));
  });
  $("points-table").replaceChildren(html("thead", {}, head), html("tbody", {}, ...body));
}

if ($("points-go")) {
  $("points-go").addEventListener("click", fillPoints);
  $("points-here").addEventListener("click", () => { $("points").value += `${$("points").value ? "\n" : ""}${point.map(decimalText).join(" ")}`; fillPoints(); });
}

// one drawing for any number of changes ----------------------------------------------------------------------

let waiting = false;
function schedule() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; update(); });
}

function update() {
  const found = fluxesAt(point);
  fillTable(found);
  fillPicture(found);
  fillMap();
}

// a link to the page may say where the dials stand: page.html#k=3/2&T1=2, or bring points: page.html#points=1,2;3,4
function readLink() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  dials.forEach((dial, k) => {
    const value = wanted.has(dial.name) ? parseNumber(wanted.get(dial.name)) : start[k];
    setDial(k, allowed(k, value) ? start[k] : value);
  });
  if (wanted.has("points") && $("points")) {
    $("points").value = wanted.get("points").split(";").join("\n");
    $("many").open = true;
    fillPoints();
  }
}

if ($("link")) $("link").addEventListener("click", () => {
  const text = dials.map((dial, k) => `${encodeURIComponent(dial.name)}=${encodeURIComponent(show(point[k]).replace("\u2212", "-"))}`).join("&");
  location.hash = text;
  if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(() => { $("link").textContent = "Link copied"; }, () => {});
});

readLink();
update();
addEventListener("hashchange", readLink);
document.documentElement.dataset.ready = "yes";
