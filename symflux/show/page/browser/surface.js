// The sign of one flux over a plane of two parameters: from the exact formula, or from the grid of numbers.

// row(y): a function of x that gives 1, 0, -1, or null where there is no steady state; quick: the same in floats
function exactSurface(model, flux, point, first, second) {
  const [factor, place] = flux.value, [constant, factors] = model.values[place];
  const odd = factors.filter(([, power]) => power % 2)
    .map(([k, power]) => ({ r: restrict(model.polynomials[k], point, first, second), below: power < 0 }));
  const stable = model.stability.map(k => restrict(model.polynomials[k], point, first, second));
  const front = factor * (constant === "0" ? 0 : constant.startsWith("-") ? -1 : 1);
  return {
    row(y) {
      const lines = odd.map(({ r }) => lineOf(r, y.float)), walls = stable.map(r => lineOf(r, y.float));
      return x => {
        if (stable.some((r, k) => signAt(r, walls[k], x, y) <= 0)) return null;
        let total = front;
        for (let k = 0; k < odd.length; k++) {
          const sign = signAt(odd[k].r, lines[k], x, y);
          if (odd[k].below && sign === 0) return null;
          total *= sign;
        }
        return total;
      };
    },
    quick(x, y) {
      let total = front;
      for (const { r } of odd) total *= Math.sign(floatAt(lineOf(r, y), x).value);
      return total;
    },
  };
}

const ROUNDING = 1e-6;  // the numbers of a grid have single precision

function gridSurface(model, flux, values, first, second) {
  const at = (x, y) => {
    const there = values.slice();
    there[first] = x;
    there[second] = y;
    const { value, size } = model.gridFlux(flux, there);
    return Math.abs(value) > ROUNDING * size ? Math.sign(value) : 0;
  };
  return { row: y => x => at(x.float, y.float), quick: at };
}

// tables of the grid -----------------------------------------------------------------------------------------

function floatsOf(text) {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k++) bytes[k] = raw.charCodeAt(k);
  return Array.from({ length: bytes.length / 4 }, (_, k) => new DataView(bytes.buffer).getFloat32(4 * k, true));
}

// (place, part) of a value on a geometric axis, held inside it
function between(value, start, steps) {
  const last = steps.length - 1, reach = Math.log(steps[last] / steps[0]);
  const t = Math.min(Math.max(Math.log(value / (start * steps[0])) / reach, 0), 1) * last;
  const place = Math.min(Math.floor(t), last - 1);
  return [place, t - place];
}

function interpolate(table, side, places) {
  if (!places.length) return table[0];
  const [i, s] = places[0];
  if (places.length === 1) return table[i] * (1 - s) + table[i + 1] * s;
  const [j, t] = places[1];
  const row = k => table[k * side + j] * (1 - t) + table[k * side + j + 1] * t;
  return row(i) * (1 - s) + row(i + 1) * s;
}
