// Exact rational arithmetic. A number is {n, d}: BigInts with d > 0, not always in lowest terms.

const ZERO = { n: 0n, d: 1n };

// "3/2", "0.15", "-2", "1e-3"; null for anything else, and for what is too long
function parseNumber(text) {
  const form = /^\s*([-+\u2212]?)(\d{1,40})(?:\.(\d{1,40}))?(?:e([-+]?\d{1,2}))?(?:\s*\/\s*(\d{1,40}))?\s*$/i.exec(
    String(text).replace(/^(\s*[-+\u2212]?)\./, "$10."));
  if (!form || (form[5] && (form[3] || form[4]))) return null;
  let n = BigInt(form[2] + (form[3] || "")), d = 10n ** BigInt((form[3] || "").length);
  const power = Number(form[4] || 0);
  if (power > 0) n *= 10n ** BigInt(power); else d *= 10n ** BigInt(-power);
  if (form[5]) d = BigInt(form[5]);
  if (d === 0n) return null;
  return lowest({ n: form[1] && form[1] !== "+" ? -n : n, d });
}

function gcd(a, b) {
  if (a < 0n) a = -a;
  while (b) [a, b] = [b, a % b];
  return a;
}

function lowest(x) {
  const g = gcd(x.n, x.d);
  return g > 1n ? { n: x.n / g, d: x.d / g } : x;
}

const add = (x, y) => ({ n: x.n * y.d + y.n * x.d, d: x.d * y.d });
const multiply = (x, y) => ({ n: x.n * y.n, d: x.d * y.d });
const signOf = x => (x.n > 0n) - (x.n < 0n);
const bits = n => (n < 0n ? -n : n).toString(16).length * 4;

// the nearest double, up to one unit in the last place, of integers of any length
function toNumber(x) {
  if (x.n === 0n) return 0;
  const shift = bits(x.d) - bits(x.n) + 64;
  const whole = shift > 0 ? (x.n << BigInt(shift)) / x.d : x.n / (x.d << BigInt(-shift));
  return Number(whole) * 2 ** -Math.max(-1000, Math.min(1000, shift)) * 2 ** -(shift - Math.max(-1000, Math.min(1000, shift)));
}

const show = x => (x.d === 1n ? `${x.n}` : `${x.n}/${x.d}`).replace("-", "\u2212");

// a rounded double as a number with few digits
const rounded = (value, digits = 3) => parseNumber(Number(value.toPrecision(digits)).toString()) || ZERO;

// polynomials: {names, coefficients, exponents}, the exponents of term k at k * names.length -----------------

function readPolynomial([names, text]) {
  const terms = text.split(" "), coefficients = [], exponents = new Uint8Array(terms.length * names.length);
  terms.forEach((term, k) => {
    const [coefficient, powers] = term.split(":");
    coefficients.push(BigInt(coefficient));
    for (let i = 0; i < names.length; i++) exponents[k * names.length + i] = parseInt(powers[i], 36);
  });
  const degrees = names.map((_, i) => {
    let most = 0;
    for (let k = 0; k < terms.length; k++) most = Math.max(most, exponents[k * names.length + i]);
    return most;
  });
  return { names, coefficients, exponents, degrees };
}

// x^e d^(degree - e) for e = 0 ... degree, so that sums stay integers
function powersOf(x, degree) {
  const above = [1n], below = [1n];
  for (let e = 1; e <= degree; e++) {
    above.push(above[e - 1] * x.n);
    below.push(below[e - 1] * x.d);
  }
  return { table: above.map((value, e) => value * below[degree - e]), whole: below[degree] };
}

function evaluate(p, point) {
  const width = p.names.length, powers = p.names.map((name, i) => powersOf(point[name], p.degrees[i]));
  let total = 0n, whole = 1n;
  for (let k = 0; k < p.coefficients.length; k++) {
    let term = p.coefficients[k];
    for (let i = 0; i < width; i++) term *= powers[i].table[p.exponents[k * width + i]];
    total += term;
  }
  for (const power of powers) whole *= power.whole;
  return { n: total, d: whole };
}

// values: [constant, [[polynomial, power], ...]]; null where a polynomial below the bar vanishes ---------------

function evaluateValue([constant, factors], polynomials, point, known = new Map()) {
  const text = constant.split("/");
  let n = BigInt(text[0]), d = BigInt(text[1] || 1);
  for (const [place, power] of factors) {
    if (!known.has(place)) known.set(place, evaluate(polynomials[place], point));
    const value = known.get(place), exponent = BigInt(Math.abs(power));
    if (power < 0 && value.n === 0n) return null;
    n *= (power > 0 ? value.n : value.d) ** exponent;
    d *= (power > 0 ? value.d : value.n) ** exponent;
  }
  return d < 0n ? { n: -n, d: -d } : { n, d };
}

// a polynomial with all but two of its names put in: floats to be quick, and integers for where they are in doubt

function restrict(p, point, first, second) {
  const width = p.names.length, kept = [p.names.indexOf(first), p.names.indexOf(second)];
  const powers = p.names.map((name, i) => (kept.includes(i) ? null : powersOf(point[name], p.degrees[i])));
  const sums = new Map(), most = kept.map(i => (i < 0 ? 0 : p.degrees[i]));
  for (let k = 0; k < p.coefficients.length; k++) {
    let term = p.coefficients[k];
    for (let i = 0; i < width; i++) if (powers[i]) term *= powers[i].table[p.exponents[k * width + i]];
    const [a, b] = kept.map(i => (i < 0 ? 0 : p.exponents[k * width + i]));
    const key = a * 64 + b;
    sums.set(key, (sums.get(key) || 0n) + term);
  }
  const terms = [...sums].filter(([, c]) => c !== 0n).map(([key, c]) => ({ a: key >> 6, b: key & 63, c }));
  const length = Math.max(0, ...terms.map(term => bits(term.c))), wide = most[1] + 1;
  const dense = new Float64Array((most[0] + 1) * wide);
  for (const { a, b, c } of terms) dense[a * wide + b] = toNumber({ n: c, d: 1n << BigInt(length) });
  return { terms, most, dense, slack: (terms.length + 2 * (most[0] + most[1]) + 8) * 2 ** -51 };
}

// the polynomial on a line of fixed y: coefficients in x, and those of the sizes of its terms
function lineOf(r, y) {
  const wide = r.most[1] + 1, values = new Float64Array(r.most[0] + 1), sizes = new Float64Array(r.most[0] + 1);
  for (let a = 0; a < values.length; a++) {
    let value = 0, size = 0;
    for (let b = wide - 1; b >= 0; b--) {
      const c = r.dense[a * wide + b];
      value = value * y + c;
      size = size * Math.abs(y) + Math.abs(c);
    }
    values[a] = value;
    sizes[a] = size;
  }
  return { values, sizes };
}

function floatAt({ values, sizes }, x) {
  let value = 0, size = 0;
  for (let a = values.length - 1; a >= 0; a--) {
    value = value * x + values[a];
    size = size * Math.abs(x) + sizes[a];
  }
  return { value, size };
}

// the sign at a point of a line, sure: by floats where their error allows, else by integers
function signAt(r, line, x, y) {
  const { value, size } = floatAt(line, x.float);
  if (Math.abs(value) > size * r.slack) return Math.sign(value);
  const [xs, ys] = [powersOf(x.exact, r.most[0]).table, powersOf(y.exact, r.most[1]).table];
  let total = 0n;
  for (const { a, b, c } of r.terms) total += c * xs[a] * ys[b];
  return (total > 0n) - (total < 0n);
}
