// Draws a Stage (stage.py): panels of layers on canvases, for the frame at which the controls stand.
//
// Scrubbed controls only choose an entry of tables that are already here, so a move is drawn at once, in the input
// handler. Slow controls write their position to the model; the kernel answers with new tables.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif';
const SEND_MS = 60; // between two positions sent to the kernel while a slow control moves
const SAVE_MS = 300; // a scrubbed position is only remembered: once it rests
const SPEAK_MS = 250; // between two captions read out
const DASH = { solid: [], dashed: [6, 4], dotted: [1.5, 4] };
const FAR = 4000; // pixels beyond which a line is cut before the canvas sees it

// ---------------------------------------------------------------- small helpers

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

// A control that can have the focus, kept from the notebook's one-letter commands (a, b, d d).
function focusable(tag, attributes, ...children) {
  return element(tag, { "data-lm-suppress-shortcuts": "true", ...attributes }, ...children);
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// At most one call each `wait` ms; the last one always comes.
function throttle(wait, act) {
  let timer = null, last = -Infinity;
  const run = () => { timer = null; last = performance.now(); act(); };
  const call = () => {
    const left = last + wait - performance.now();
    if (timer === null) timer = left <= 0 ? (run(), null) : setTimeout(run, left);
  };
  call.stop = () => { clearTimeout(timer); timer = null; };
  return call;
}

// One call, `wait` ms after the last request.
function settle(wait, act) {
  let timer = null;
  const call = () => { clearTimeout(timer); timer = setTimeout(act, wait); };
  call.stop = () => clearTimeout(timer);
  return call;
}

// Three significant digits; the same rule as number() in parts.py.
function say(value) {
  if (Number.isNaN(value)) return "undefined";
  if (Math.abs(value) >= 9.99e37) return value > 0 ? "over 10³⁸" : "below −10³⁸";
  const [mantissa, exponent] = value.toExponential(2).split("e");
  const plain = value === 0 || (exponent >= -3 && exponent < 4);
  const raised = [...String(Number(exponent))].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");
  const times = { 1: "", "-1": "-" }[Number(mantissa)] ?? `${Number(mantissa)}×`;
  const text = plain ? String(Number(value.toPrecision(3))) : `${times}10${raised}`;
  return text.replace("-", "−");
}

// ---------------------------------------------------------------- frames: tables of numbers and captions

function floats(view) {
  const bytes = view.buffer ? view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) : view;
  return new Float32Array(bytes);
}

// The kernel's tables, with the size of one entry and the step of each axis worked out once.
function unpack(frames) {
  const arrays = {};
  for (const [name, { over, shape, data }] of Object.entries(frames.arrays ?? {})) {
    const count = (from) => shape.slice(from).reduce((a, b) => a * b, 1);
    arrays[name] = {
      data: floats(data), size: count(over.length), shape: shape.slice(over.length),
      steps: over.map((axis, i) => [axis, count(i + 1)]),
    };
  }
  return { arrays, caption: frames.caption, banner: frames.banner, table: frames.table ?? [] };
}

// The numbers a layer refers to, in the frame shown now: an array's name, or the numbers themselves.
function numbers(view, ref, upto) {
  if (typeof ref === "number") return [ref];
  if (typeof ref !== "string") return ref;
  const { data, size, steps } = view.tables.arrays[ref];
  const start = steps.reduce((sum, [axis, step]) => sum + view.positions[axis] * step, 0);
  return data.subarray(start, start + (upto ? Math.min(size, view.positions[upto] + 1) : size));
}

function fill(view, text) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const control = view.spec.controls.find((c) => c.name === name);
    if (control) return control.texts[view.positions[name]];
    return view.tables.arrays[name] ? say(numbers(view, name)[0]) : whole;
  });
}

function caption(view) {
  if (view.spec.question?.kind === "mark" && !answered(view)) return "";
  const { over, texts } = view.tables.caption;
  let index = 0;
  for (const axis of over) {
    index = index * view.spec.controls.find((c) => c.name === axis).texts.length + view.positions[axis];
  }
  return fill(view, texts[index] ?? "");
}

// Whether something is trained just now: ten captions a second are not read out, the last one is.
const running = (view) =>
  view.spec.controls.some((c) => c.kind === "progress" && numbers(view, c.running)[0] > 0);

// Whether the question, if there is one, has been answered or skipped.
const answered = (view) => !view.spec.question || (view.model.get("answer") ?? null) !== null;

// A layer is drawn when its arrays are here and its toggle is on.
function shown(view, layer) {
  if (layer.when === "answered" ? !answered(view) : layer.when && !view.positions[layer.when]) return false;
  const refs = ["x", "y", "z", "low", "high", "dx", "dy", "start", "end", "rows", "columns"].map((key) => layer[key]);
  return refs.every((ref) => typeof ref !== "string" || ref in view.tables.arrays);
}

// ---------------------------------------------------------------- drawing: the panel's box and its scales

function scale(axis, from, to) {
  const turn = axis.log ? (v) => (v > 0 ? Math.log10(v) : v === 0 ? -400 : NaN) : (v) => v;
  const low = turn(axis.low), high = turn(axis.high);
  const there = (value) => from + ((turn(value) - low) / (high - low)) * (to - from);
  there.back = (pixel) => {
    const value = low + ((pixel - from) / (to - from)) * (high - low);
    return axis.log ? 10 ** value : value;
  };
  return there;
}

// Everything a layer needs to draw itself: the context, the box in pixels, scales and colours.
function plot(view, panel, canvas) {
  const width = canvas.clientWidth, height = canvas.clientHeight, ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = `12px ${FONT}`;
  const widest = Math.max(0, ...panel.y.ticks.map(([, text]) => pen.measureText(text).width));
  const box = panel.bare ? { left: 4, top: 4, right: width - 4, bottom: height - 4 }
    : { left: Math.ceil(widest) + 12, top: 30, right: width - 14, bottom: height - 44 };
  if (panel.equal) squareUp(panel, box);
  box.edge = box.left - widest - 8; // where the ticks' texts begin
  return {
    view, panel, pen, box, width, height,
    x: scale(panel.x, box.left, box.right), y: scale(panel.y, box.bottom, box.top),
    color: (name) => view.colors[name] ?? name,
  };
}

// Shrinks the box so that one unit is as long on both axes.
function squareUp(panel, box) {
  const across = panel.x.high - panel.x.low, up = panel.y.high - panel.y.low;
  const unit = Math.min((box.right - box.left) / across, (box.bottom - box.top) / up);
  const spare = box.right - box.left - unit * across;
  box.left += spare / 2;
  box.right -= spare / 2;
  box.top = box.bottom - unit * up;
}

function drawPanel(view, panel, canvas) {
  const p = plot(view, panel, canvas);
  const back = panel.layers.filter((layer) => layer.kind === "heat" && shown(view, layer));
  back.forEach((layer) => LAYERS.heat(p, layer));
  if (!panel.bare) drawAxes(p, back.length > 0);
  for (const layer of panel.layers) {
    if (layer.kind === "heat" || !shown(view, layer)) continue;
    p.pen.save();
    p.pen.globalAlpha = layer.opacity;
    p.pen.strokeStyle = p.pen.fillStyle = p.color(layer.color);
    p.pen.lineJoin = p.pen.lineCap = "round";
    LAYERS[layer.kind](p, layer);
    p.pen.restore();
  }
  return p;
}

function drawAxes(p, covered) {
  const { pen, box, panel } = p;
  pen.save();
  pen.lineWidth = 1;
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  for (const [value, text] of panel.y.ticks) {
    const y = Math.round(p.y(value)) + 0.5;
    if (!covered) stroke(pen, p.color("grid"), [[box.left, y], [box.right, y]]);
    pen.fillStyle = p.color("soft");
    pen.fillText(text, box.left - 8, y);
  }
  pen.textAlign = "center";
  let free = -Infinity; // where the last tick's text ended: a text that would touch it is left out
  for (const [value, text] of panel.x.ticks) {
    const x = Math.round(p.x(value)) + 0.5, half = pen.measureText(text).width / 2;
    if (!covered) stroke(pen, p.color("grid"), [[x, box.top], [x, box.bottom]]);
    if (x - half < free + 8) continue;
    pen.fillStyle = p.color("soft");
    pen.fillText(text, Math.min(x, p.width - half - 1), box.bottom + 14);
    free = x + half;
  }
  stroke(pen, p.color("axis"), [[box.left, box.bottom + 0.5], [box.right, box.bottom + 0.5]]);
  pen.fillStyle = p.color("ink");
  pen.font = `12.5px ${FONT}`;
  pen.textAlign = "right";
  pen.fillText(panel.x.label, box.right, box.bottom + 34);
  pen.textAlign = "left";
  pen.fillText(panel.y.label, box.edge, box.top - 18);
  pen.restore();
}

function stroke(pen, color, points) {
  pen.strokeStyle = color;
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
}

function inside(p) {
  const { left, top, right, bottom } = p.box;
  p.pen.beginPath();
  p.pen.rect(left - 1, top - 1, right - left + 2, bottom - top + 2);
  p.pen.clip();
}

// ---------------------------------------------------------------- drawing: one function for each kind of layer

const LAYERS = {
  line(p, layer) {
    const points = pixels(p, layer), exit = layer.edge ? findExit(p.box, points) : null;
    p.pen.save();
    inside(p);
    p.pen.lineWidth = layer.width;
    p.pen.setLineDash(DASH[layer.dash]);
    trace(p.pen, exit ? points.slice(0, exit.index + 1) : points);
    p.pen.stroke();
    p.pen.restore();
    if (exit) triangle(p.pen, ...exit.at, exit.angle, 4 + layer.width);
  },

  points(p, layer) {
    const points = pixels(p, layer).filter(([x, y]) => within(p.box, x, y, 1));
    const all = pixels(p, layer), end = all[all.length - 1];
    for (const [x, y] of points) drawMarker(p, layer.marker, x, y, layer.size);
    if (layer.head && end && within(p.box, ...end, 1)) {
      p.pen.globalAlpha = 1;
      p.pen.lineWidth = 2;
      p.pen.strokeStyle = p.color("paper");
      p.pen.beginPath();
      p.pen.arc(...end, layer.size + 3, 0, 2 * Math.PI);
      p.pen.fill();
      p.pen.stroke();
    }
  },

  bars(p, layer) {
    const x = numbers(p.view, layer.x, layer.upto), y = numbers(p.view, layer.y, layer.upto);
    const base = clamp(p.y(layer.base), p.box.top, p.box.bottom);
    p.pen.save();
    inside(p);
    for (let i = 0; i < y.length; i++) {
      const left = p.x(x[i] - layer.width / 2), right = p.x(x[i] + layer.width / 2);
      const top = clamp(p.y(y[i]), p.box.top - 2, p.box.bottom + 2);
      if (!Number.isFinite(left + top)) continue;
      p.pen.fillRect(left, Math.min(top, base), right - left, Math.abs(base - top));
      if (layer.hatch) hatch(p, left, Math.min(top, base), right - left, Math.abs(base - top));
    }
    p.pen.restore();
  },

  band(p, layer) {
    const x = numbers(p.view, layer.x, layer.upto);
    const low = numbers(p.view, layer.low, layer.upto), high = numbers(p.view, layer.high, layer.upto);
    p.pen.save();
    inside(p);
    p.pen.globalAlpha = 0.18 * layer.opacity;
    p.pen.beginPath();
    const far = (value) => clamp(p.y(value), -FAR, FAR);
    for (let i = 0; i < x.length; i++) p.pen.lineTo(p.x(x[i]), far(high[i]));
    for (let i = x.length - 1; i >= 0; i--) p.pen.lineTo(p.x(x[i]), far(low[i]));
    p.pen.fill();
    p.pen.restore();
  },

  span(p, layer) {
    const start = numbers(p.view, layer.start), end = numbers(p.view, layer.end);
    p.pen.globalAlpha = 0.12 * layer.opacity;
    for (let i = 0; i < start.length; i++) {
      const left = clamp(p.x(start[i]), p.box.left, p.box.right), right = clamp(p.x(end[i]), p.box.left, p.box.right);
      p.pen.fillRect(left, p.box.top, right - left, p.box.bottom - p.box.top);
    }
  },

  rule(p, layer) {
    const { pen, box } = p, upright = layer.x != null;
    pen.lineWidth = layer.width;
    pen.setLineDash(DASH[layer.dash]);
    for (const value of numbers(p.view, upright ? layer.x : layer.y)) {
      const at = upright ? p.x(value) : p.y(value);
      if (!(upright ? at >= box.left && at <= box.right : at >= box.top && at <= box.bottom)) continue;
      const ends = upright ? [[at, box.top], [at, box.bottom]] : [[box.left, at], [box.right, at]];
      stroke(pen, pen.strokeStyle, ends);
      if (!layer.text) continue;
      const text = fill(p.view, layer.text), room = pen.measureText(text).width + 8;
      if (!upright) haloText(p, text, box.right - 4, at - 8, "right");
      else if (at + room < box.right) haloText(p, text, at + 6, box.top + 8, "left");
      else haloText(p, text, at - 6, box.top + 8, "right");
    }
  },

  arrows(p, layer) {
    const [x, y, dx, dy] = ["x", "y", "dx", "dy"].map((key) => numbers(p.view, layer[key], layer.upto));
    p.pen.save();
    inside(p);
    p.pen.lineWidth = layer.width;
    for (let i = 0; i < x.length; i++) {
      arrow(p.pen, p.x(x[i]), p.y(y[i]), p.x(x[i] + dx[i]), p.y(y[i] + dy[i]), 4 + 2 * layer.width);
    }
    p.pen.restore();
  },

  heat(p, layer) {
    const table = p.view.tables.arrays[layer.z], [rows, columns] = table.shape, z = numbers(p.view, layer.z);
    const image = new ImageData(columns, rows), stops = p.view.maps[layer.map].map(rgb);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const part = (z[row * columns + column] - layer.low) / (layer.high - layer.low);
        image.data.set(mix(stops, part), 4 * ((rows - 1 - row) * columns + column));
      }
    }
    const small = new OffscreenCanvas(columns, rows), { left, top, right, bottom } = p.box;
    small.getContext("2d").putImageData(image, 0, 0);
    p.pen.save();
    p.pen.globalAlpha = layer.opacity;
    p.pen.imageSmoothingEnabled = !layer.cells && columns * rows > 900; // few cells are cells, many are a field
    p.pen.drawImage(small, left, top, right - left, bottom - top);
    p.pen.restore();
  },

  blocks(p, layer) {
    const [x, y, rows, columns] = ["x", "y", "rows", "columns"].map((key) => numbers(p.view, layer[key]));
    const kind = (ref, i) => (ref == null ? undefined : layer.kinds[numbers(p.view, ref)[i]]);
    for (let i = 0; i < rows.length; i++) {
      const [left, right] = [-1, 1].map((way) => p.x(x[i] + (way * columns[i]) / 2));
      const [bottom, top] = [-1, 1].map((way) => p.y(y[i] + (way * rows[i]) / 2));
      if (!Number.isFinite(left + right + top + bottom)) continue;
      p.pen.save();
      const box = { left, top, right, bottom, rows: rows[i], columns: columns[i] };
      block(p, layer, box, [kind(layer.row_kind, i), kind(layer.column_kind, i)]);
      p.pen.restore();
    }
  },

  text(p, layer) {
    const x = numbers(p.view, layer.x), y = numbers(p.view, layer.y);
    p.pen.font = `${layer.bold ? "600 " : ""}${layer.size}px ${FONT}`;
    for (let i = 0; i < x.length; i++) {
      const text = fill(p.view, Array.isArray(layer.text) ? layer.text[i] ?? "" : layer.text);
      const left = p.x(x[i]), top = p.y(y[i]);
      if (within(p.box, left, top, 2)) haloText(p, text, left + layer.dx, top + layer.dy, layer.align);
    }
  },
};

// One matrix: its cells, its outline, and on the left and below the colour and the name of its two sizes.
function block(p, layer, box, kinds) {
  const { pen } = p, { left, top, right, bottom, rows, columns } = box, ink = pen.strokeStyle;
  if (layer.hollow) {
    pen.lineWidth = 1.75;
    pen.setLineDash(DASH.dashed);
    pen.strokeRect(left, top, right - left, bottom - top);
    return;
  }
  pen.globalAlpha = 0.22 * layer.opacity;
  pen.fillRect(left, top, right - left, bottom - top);
  pen.globalAlpha = 0.7 * layer.opacity;
  pen.lineWidth = 1;
  const across = (k) => left + (k / columns) * (right - left), down = (k) => top + (k / rows) * (bottom - top);
  for (let k = 1; k < columns; k++) stroke(pen, ink, [[across(k), top], [across(k), bottom]]);
  for (let k = 1; k < rows; k++) stroke(pen, ink, [[left, down(k)], [right, down(k)]]);
  pen.globalAlpha = layer.opacity;
  pen.lineWidth = 1.5;
  pen.strokeRect(left, top, right - left, bottom - top);
  pen.lineWidth = 4;
  pen.lineCap = "butt";
  const [side, foot] = kinds;
  if (!side) return;
  stroke(pen, p.color(side[0]), [[left, top], [left, bottom]]);
  stroke(pen, p.color(foot[0]), [[left - 2, bottom], [right, bottom]]);
  pen.fillStyle = p.color(side[0]);
  haloText(p, fill(p.view, side[1]), left - 7, (top + bottom) / 2, "right");
  pen.fillStyle = p.color(foot[0]);
  haloText(p, fill(p.view, foot[1]), (left + right) / 2, bottom + 13, "center");
}

// (x, y) of a layer in pixels. Not a number stays so, and breaks the line.
function pixels(p, layer) {
  const x = numbers(p.view, layer.x, layer.upto), y = numbers(p.view, layer.y, layer.upto), points = [];
  for (let i = 0; i < Math.min(x.length, y.length); i++) points.push([p.x(x[i]), p.y(y[i])]);
  return points;
}

const within = (box, x, y, slack) =>
  x >= box.left - slack && x <= box.right + slack && y >= box.top - slack && y <= box.bottom + slack;

// A path through points. Ends that are far away are cut back along their segment, so that its slope stays right.
function trace(pen, points) {
  pen.beginPath();
  let before = null;
  for (const point of points) {
    if (Number.isNaN(point[0] + point[1])) { before = null; continue; }
    if (before === null) pen.moveTo(...nearer(point, point));
    else {
      if (tooFar(before)) pen.moveTo(...nearer(before, point));
      pen.lineTo(...nearer(point, before));
    }
    before = point;
  }
}

const tooFar = ([x, y]) => Math.abs(x) > FAR || Math.abs(y) > FAR;

function nearer([x, y], [fromX, fromY]) {
  if (!tooFar([x, y])) return [x, y];
  if (tooFar([fromX, fromY])) return [clamp(x, -FAR, FAR), clamp(y, -FAR, FAR)];
  const part = FAR / Math.max(Math.abs(x - fromX), Math.abs(y - fromY));
  return [fromX + part * (x - fromX), fromY + part * (y - fromY)];
}

// Where a line first leaves the picture: the index of the point outside, the place on the rim, and its direction.
function findExit(box, points) {
  const index = points.findIndex((b, i) => i > 0 && within(box, ...points[i - 1], 0.5) && !within(box, ...b, 0.5)
    && !Number.isNaN(b[0] + b[1]));
  if (index < 0) return null;
  const [x, y] = points[index - 1], [dx, dy] = [points[index][0] - x, points[index][1] - y];
  const ways = [[dx > 0, (box.right - x) / dx, 0], [dx < 0, (box.left - x) / dx, Math.PI],
    [dy > 0, (box.bottom - y) / dy, Math.PI / 2], [dy < 0, (box.top - y) / dy, -Math.PI / 2]];
  const [, part, angle] = ways.filter(([toward]) => toward).reduce((a, b) => (b[1] < a[1] ? b : a));
  return { index, at: [x + part * dx, y + part * dy], angle };
}

function triangle(pen, x, y, angle, size) {
  pen.save();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  pen.translate(x, y);
  pen.rotate(angle);
  pen.beginPath();
  pen.moveTo(size, 0);
  pen.lineTo(-size * 0.5, -size * 0.8);
  pen.lineTo(-size * 0.5, size * 0.8);
  pen.fill();
  pen.restore();
}

function arrow(pen, x0, y0, x1, y1, head) {
  const length = Math.hypot(x1 - x0, y1 - y0), angle = Math.atan2(y1 - y0, x1 - x0);
  if (!(length > 0.5)) return;
  const tip = Math.min(head, length);
  stroke(pen, pen.strokeStyle, [[x0, y0], [x1 - 0.7 * tip * Math.cos(angle), y1 - 0.7 * tip * Math.sin(angle)]]);
  triangle(pen, x1 - tip * 0.67 * Math.cos(angle), y1 - tip * 0.67 * Math.sin(angle), angle, tip * 0.67);
}

function drawMarker(p, marker, x, y, size) {
  const { pen } = p;
  pen.beginPath();
  if (marker === "circle" || marker === "ring") pen.arc(x, y, size, 0, 2 * Math.PI);
  else if (marker === "square") pen.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
  else if (marker === "diamond") {
    const reach = size * 1.35;
    [[0, -reach], [reach, 0], [0, reach], [-reach, 0]].forEach(([a, b]) => pen.lineTo(x + a, y + b));
    pen.closePath();
  } else {
    pen.moveTo(x - size, y - size); pen.lineTo(x + size, y + size);
    pen.moveTo(x - size, y + size); pen.lineTo(x + size, y - size);
  }
  pen.lineWidth = 1.75;
  if (marker === "ring" || marker === "cross") pen.stroke();
  else pen.fill();
}

function hatch(p, left, top, width, height) {
  const { pen } = p;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.lineWidth = 1.5;
  for (let x = left - height; x < left + width; x += 6) {
    stroke(pen, p.color("paper"), [[x, top + height], [x + height, top]]);
  }
  pen.restore();
}

// Text with a rim in the page's colour, so that lines behind it do not cut through. It never leaves the canvas.
function haloText(p, text, x, y, align) {
  const { pen } = p, width = pen.measureText(text).width;
  const left = clamp(align === "left" ? x : align === "right" ? x - width : x - width / 2, 2, p.width - width - 2);
  pen.save();
  pen.setLineDash([]);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.lineWidth = 4;
  pen.strokeStyle = p.color("paper");
  pen.strokeText(text, left, y);
  pen.fillText(text, left, y);
  pen.restore();
}

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

function mix(stops, part) {
  if (Number.isNaN(part)) return [0, 0, 0, 0];
  const place = clamp(part, 0, 1) * (stops.length - 1), i = Math.min(Math.floor(place), stops.length - 2);
  return [...stops[i].map((low, c) => low + (place - i) * (stops[i + 1][c] - low)), 255];
}

// ---------------------------------------------------------------- the page around the canvases

function build(view) {
  const { root, spec } = view;
  view.banner = element("p", { class: "nn-banner", role: "status", hidden: true });
  view.words = element("p", { class: "nn-caption", "aria-hidden": "true" });
  view.spoken = element("p", { class: "nn-unseen", "aria-live": "polite" });
  const title = element("div", { class: "nn-title", role: "heading", "aria-level": "4" }, spec.title);
  const buttons = spec.controls.filter((c) => c.kind === "button").map((c) => BUILD.button(view, c));
  root.append(element("div", { class: "nn-head" }, title, ...buttons), view.banner);
  if (spec.question) root.append(buildQuestion(view, spec.question));
  const panels = spec.panels.map((panel) => buildPanel(view, panel)), empty = spec.panels.every((one) => !one.layers.length);
  root.append(element("div", { class: "nn-panels", hidden: empty }, ...panels));
  const controls = spec.controls.filter((c) => !["button", "drag"].includes(c.kind)).map((c) => BUILD[c.kind](view, c));
  if (controls.length) root.append(element("div", { class: "nn-controls" }, ...controls));
  view.table = element("div", { class: "nn-table", hidden: true });
  root.append(view.words, view.table, view.spoken);
  spec.controls.filter((c) => c.kind === "drag").forEach((c) => buildHandle(view, c));
}

// Rows of texts under the panels, the first one the heads.
function drawTable({ table, tables }) {
  const [heads, ...rows] = tables.table;
  table.hidden = !heads;
  if (!heads) return;
  const cells = (tag, row, more) => element("tr", {}, ...row.map((text) => element(tag, more, text)));
  table.replaceChildren(element("table", {}, element("thead", {}, cells("th", heads, { scope: "col" })),
    element("tbody", {}, ...rows.map((row) => cells("td", row, {})))));
}

function buildPanel(view, panel) {
  const axes = panel.bare ? panel.title && `${panel.title}.` : `${panel.title}: ${panel.y.label} against ${panel.x.label}.`;
  const words = view.panels.length === 0 ? `${axes} ${view.spec.alt}` : axes;
  const canvas = element("canvas", { role: "img", "aria-label": words });
  const legend = element("div", { class: "nn-legend", "aria-hidden": "true" });
  const frame = element("div", { class: panel.tall ? "nn-frame nn-tall" : "nn-frame" }, canvas);
  if (panel.bare && panel.equal && !panel.title) { // pictures in rows: as high as their width asks for
    frame.classList.add("nn-gallery");
    frame.style.aspectRatio = (panel.x.high - panel.x.low) / (panel.y.high - panel.y.low);
  }
  view.panels.push({ panel, canvas, legend, frame });
  return element("div", { class: "nn-panel" }, element("div", { class: "nn-panel-title" }, panel.title), legend, frame);
}

// One entry for each label, the ghost last: all layers that carry it show their sample on top of each other.
function drawLegend(view, { panel, legend }) {
  const entries = new Map();
  for (const layer of panel.layers) {
    if (layer.label && shown(view, layer)) entries.set(layer.label, [...(entries.get(layer.label) ?? []), layer]);
  }
  const inOrder = [...entries].sort(([, [a]], [, [b]]) => (a.color === "ghost") - (b.color === "ghost"));
  legend.replaceChildren(...inOrder.map(([label, layers]) =>
    element("span", { class: "nn-entry" }, sample(view, layers), label)));
}

function sample(view, layers) {
  const canvas = element("canvas", { class: "nn-sample" }), ratio = window.devicePixelRatio || 1;
  canvas.width = 26 * ratio;
  canvas.height = 12 * ratio;
  const pen = canvas.getContext("2d"), p = { pen, color: (name) => view.colors[name] ?? name };
  pen.scale(ratio, ratio);
  for (const layer of layers) {
    pen.globalAlpha = layer.opacity;
    pen.strokeStyle = pen.fillStyle = p.color(layer.color);
    pen.setLineDash(DASH[layer.hollow ? "dashed" : layer.dash] ?? []);
    pen.lineWidth = layer.width > 5 || !layer.dash ? 2 : layer.width;
    if (layer.kind === "points") [layers.length > 1 ? 13 : 20].forEach((x) => drawMarker(p, layer.marker, x, 6, layer.size));
    else if (["bars", "band", "span"].includes(layer.kind)) {
      pen.globalAlpha = layer.kind === "bars" ? 1 : 0.25;
      pen.fillRect(5, 1, 16, 10);
      if (layer.hatch) hatch(p, 5, 1, 16, 10);
    } else if (layer.kind === "arrows") arrow(pen, 1, 6, 25, 6, 7);
    else stroke(pen, pen.strokeStyle, [[1, 6], [25, 6]]);
  }
  return canvas;
}

// ---------------------------------------------------------------- controls

let ids = 0; // only to tie labels to their inputs
const fresh = () => `nn-${++ids}-${Math.random().toString(36).slice(2, 7)}`;

const BUILD = {
  slider(view, control) {
    const id = fresh(), readout = element("span", { class: "nn-readout", "aria-hidden": "true" });
    const input = focusable("input", { type: "range", id, min: 0, max: control.texts.length - 1, step: 1 });
    readout.style.minWidth = `${Math.max(...control.texts.map((text) => text.length)) + 1}ch`;
    input.addEventListener("input", () => { stopPlaying(view); move(view, control, Number(input.value)); });
    const show = () => {
      const at = view.positions[control.name], text = control.texts[at];
      if (Number(input.value) !== at) input.value = at;
      input.style.setProperty("--part", at / Math.max(1, control.texts.length - 1));
      input.setAttribute("aria-valuetext", text);
      readout.textContent = text;
    };
    const play = control.play ? buildPlay(view, control) : null;
    view.controls.set(control.name, { show, lock: (on) => { input.disabled = on; if (play) play.disabled = on; } });
    return element("div", { class: "nn-control nn-slider", "data-control": control.name },
      element("label", { for: id }, control.label), readout, element("div", { class: "nn-track" }, play, input));
  },

  select(view, control) {
    const id = fresh(), options = control.texts.map((text, i) => element("option", { value: i }, text));
    const input = focusable("select", { id }, ...options);
    input.addEventListener("input", () => move(view, control, Number(input.value)));
    const show = () => { input.value = view.positions[control.name]; };
    view.controls.set(control.name, { show, lock: (on) => { input.disabled = on; } });
    return element("div", { class: "nn-control", "data-control": control.name },
      element("label", { for: id }, control.label), input);
  },

  toggle(view, control) {
    const id = fresh(), input = focusable("input", { type: "checkbox", id });
    input.addEventListener("input", () => { move(view, control, Number(input.checked)); legends(view); });
    const show = () => { input.checked = Boolean(view.positions[control.name]); };
    view.controls.set(control.name, { show, lock: (on) => { input.disabled = on; } });
    return element("div", { class: "nn-control nn-toggle", "data-control": control.name },
      input, element("label", { for: id }, control.label));
  },

  button(view, control) {
    const button = focusable("button", { type: "button", class: "nn-button" }, control.label);
    button.addEventListener("click", () => move(view, control, view.positions[control.name] + 1));
    view.controls.set(control.name, { show() {}, lock: (on) => { button.disabled = on; } });
    return element("div", { class: "nn-press", "data-control": control.name }, button);
  },

  // Back and Next for a slider; where something is asked, a prediction of what comes next moves on too.
  steps(view, control) {
    const slider = view.spec.controls.find((c) => c.name === control.slider), last = slider.texts.length - 1;
    const press = (label, act) => {
      const button = focusable("button", { type: "button" }, label);
      button.addEventListener("click", () => { stopPlaying(view); act(); });
      return button;
    };
    const here = () => view.positions[slider.name], go = (by) => move(view, slider, clamp(here() + by, 0, last));
    const back = press("Back", () => go(-1)), next = press("Next", () => go(1));
    const id = fresh(), ask = element("label", { for: id });
    const input = focusable("input", { type: "number", step: "any", class: "nn-guess", id });
    const reply = element("p", { class: "nn-reply", role: "status" });
    let replyTo = "", frozen = false;
    const give = () => {
      if (input.value === "") return;
      const truth = numbers(view, control.truth)[0], given = Number(input.value);
      const held = Math.abs(given - truth) <= 0.01 + 0.005 * Math.abs(truth);
      input.value = "";
      replyTo = JSON.stringify({ ...view.positions, [slider.name]: here() + 1 });
      reply.textContent = held ? `Right: ${say(truth)}.` : `You said ${say(given)}. It is ${say(truth)}.`;
      reply.className = `nn-reply ${held ? "nn-held" : "nn-missed"}`;
      go(1);
      if (!input.disabled) input.focus();
    };
    const check = press("Predict", give);
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") give(); });
    const row = element("div", { class: "nn-predict" }, ask, input, check);
    const show = () => {
      const asked = control.asks[here()];
      ask.textContent = asked;
      row.classList.toggle("nn-idle", !asked);
      back.disabled = frozen || here() === 0;
      next.disabled = frozen || here() === last;
      input.disabled = check.disabled = frozen || !asked;
      if (replyTo !== JSON.stringify(view.positions)) reply.textContent = "";
    };
    view.controls.set(control.name, { show, lock: (on) => { frozen = on; show(); } });
    return element("div", { class: "nn-control nn-steps", "data-control": control.name }, back, next, row, reply);
  },

  // While the kernel is busy it reads no message of ours, so the button interrupts it, as the square in the toolbar.
  progress(view, control) {
    const id = fresh(), bar = element("progress", { id, max: 1 }), kernel = () => view.model.widget_manager?.kernel;
    const stop = focusable("button", { type: "button", class: "nn-stop" }, "Stop");
    stop.addEventListener("click", () => { stop.disabled = true; kernel()?.interrupt(); });
    let ran = null;
    const show = () => {
      const running = numbers(view, control.running)[0] > 0;
      bar.value = numbers(view, control.done)[0];
      if (running === ran) return;
      ran = running;
      stop.disabled = !running || !kernel();
      stop.title = running && !kernel() ? "Stop it with the square in the toolbar." : "";
    };
    view.controls.set(control.name, { show, lock() {} });
    return element("div", { class: "nn-control nn-progress", "data-control": control.name },
      element("label", { for: id }, control.label), bar, stop);
  },

  // A line of text; what is typed or pasted counts from Enter on, or when one goes elsewhere.
  field(view, control) {
    const id = fresh(), input = focusable("input", { type: "text", id, spellcheck: "false", autocomplete: "off" });
    const copy = focusable("button", { type: "button" }, "Copy"), said = element("span", { role: "status" });
    const give = () => { if (input.value !== view.positions[control.name]) move(view, control, input.value); };
    input.addEventListener("change", give);
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") give(); });
    copy.addEventListener("click", async () => {
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
      } catch {
        document.execCommand("copy"); // pages without https have no clipboard
      }
      said.textContent = "Copied.";
      setTimeout(() => { said.textContent = ""; }, 2000);
    });
    let last = null;
    const show = () => {
      const text = view.positions[control.name];
      if (text !== last) input.value = last = text;
    };
    view.controls.set(control.name, { show, lock: (on) => { input.disabled = on; } });
    return element("div", { class: "nn-control nn-field", "data-control": control.name },
      element("label", { for: id }, control.label), input, copy, said);
  },

  // The panel is drawn in: strokes of [x, y] in its units. The button takes all of them away.
  draw(view, control) {
    const { frame, canvas } = view.panels[control.panel], clear = focusable("button", { type: "button" }, control.clear);
    let frozen = false, pointer = null, mine = null; // mine: the strokes as the pen has left them
    const put = (strokes) => {
      mine = strokes;
      if (control.sample) view.positions = { ...view.positions, [control.sample]: 0 };
      move(view, control, strokes);
    };
    const place = (event) => {
      const { panel, plot: { x, y } } = view.panels[control.panel], edge = canvas.getBoundingClientRect();
      const at = [x.back(event.clientX - edge.left), y.back(event.clientY - edge.top)];
      return [clamp(at[0], panel.x.low, panel.x.high), clamp(at[1], panel.y.low, panel.y.high)];
    };
    frame.classList.add("nn-drawing");
    frame.addEventListener("pointerdown", (event) => {
      if (frozen || pointer !== null || event.button) return;
      pointer = event.pointerId;
      frame.setPointerCapture(pointer);
      put([...(mine === view.positions[control.name] ? mine : []), [place(event)]]);
      event.preventDefault();
    });
    frame.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pointer) return;
      const strokes = view.positions[control.name], [x, y] = place(event), [lastX, lastY] = strokes.at(-1).at(-1);
      if (Math.hypot(x - lastX, y - lastY) < control.width / 8) return;
      put([...strokes.slice(0, -1), [...strokes.at(-1), [x, y]]]);
    });
    const lift = (event) => { if (event.pointerId === pointer) pointer = null; };
    frame.addEventListener("pointerup", lift);
    frame.addEventListener("pointercancel", lift);
    clear.addEventListener("click", () => put([]));
    view.controls.set(control.name, { show: () => drawStrokes(view, control), lock: (on) => { frozen = clear.disabled = on; } });
    return element("div", { class: "nn-control", "data-control": control.name }, clear);
  },
};

function drawStrokes(view, control) {
  const { plot: p } = view.panels[control.panel];
  p.pen.save();
  inside(p);
  p.pen.strokeStyle = p.color("ink");
  p.pen.lineJoin = p.pen.lineCap = "round";
  p.pen.lineWidth = Math.abs(p.x(control.width) - p.x(0));
  for (const stroke of view.positions[control.name]) {
    const points = stroke.map(([x, y]) => [p.x(x), p.y(y)]);
    trace(p.pen, points.length > 1 ? points : [points[0], points[0]]);
    p.pen.stroke();
  }
  p.pen.restore();
}

// A control has moved: draw, then tell the model. Only slow controls make the kernel compute.
function move(view, control, position) {
  view.positions = { ...view.positions, [control.name]: position };
  draw(view);
  if (control.slow) { view.save.stop(); view.send(); } else view.save();
}

// The play button runs through the slider's positions in about four seconds; from the start if it stands at the end.
// With reduced motion it goes in a dozen unhurried jumps.
function buildPlay(view, control) {
  const button = focusable("button", { type: "button", class: "nn-play", "aria-label": `Play: ${control.label}` });
  const last = control.texts.length - 1;
  button.addEventListener("click", () => {
    if (view.playing?.button === button) return stopPlaying(view);
    stopPlaying(view);
    const from = view.positions[control.name] >= last ? 0 : view.positions[control.name];
    const [seconds, stride] = calm() ? [8, Math.ceil(last / 12)] : [clamp(last * 0.1, 2.5, 6), 1];
    const start = performance.now(), rate = last / (seconds * 1000);
    const next = (now) => {
      const step = Math.floor(((now - start) * rate) / stride) * stride;
      const at = clamp(from + step, 0, last);
      if (at !== view.positions[control.name]) move(view, control, at);
      if (at >= last) return stopPlaying(view);
      view.playing.request = requestAnimationFrame(next);
    };
    view.playing = { button, request: requestAnimationFrame(next) };
    button.classList.add("nn-on");
    button.setAttribute("aria-pressed", "true");
  });
  return button;
}

function stopPlaying(view) {
  if (!view.playing) return;
  cancelAnimationFrame(view.playing.request);
  view.playing.button.classList.remove("nn-on");
  view.playing.button.setAttribute("aria-pressed", "false");
  view.playing = null;
}

// A point that is dragged over the panel, or moved with the arrow keys (with Shift: ten times as far).
function buildHandle(view, control) {
  const place = view.panels[control.panel], { x, y } = place.panel;
  const handle = focusable("div", {
    class: "nn-handle", role: "slider", tabindex: "0", "aria-roledescription": "point in the plane",
    "aria-label": `${control.label}; move it with the arrow keys`,
  });
  const put = (to) => move(view, control, [clamp(to[0], x.low, x.high), clamp(to[1], y.low, y.high)]);
  handle.addEventListener("pointerdown", (event) => {
    if (handle.getAttribute("aria-disabled") === "true") return;
    handle.setPointerCapture(event.pointerId);
    handle.focus();
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const box = place.canvas.getBoundingClientRect();
    put([place.plot.x.back(event.clientX - box.left), place.plot.y.back(event.clientY - box.top)]);
  });
  handle.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way || handle.getAttribute("aria-disabled") === "true") return;
    const step = event.shiftKey ? 0.1 : 0.01, [atX, atY] = view.positions[control.name];
    put([atX + way[0] * step * (x.high - x.low), atY + way[1] * step * (y.high - y.low)]);
    event.preventDefault();
    event.stopPropagation();
  });
  const show = () => {
    const [atX, atY] = view.positions[control.name];
    handle.style.transform = `translate(${place.plot.x(atX)}px, ${place.plot.y(atY)}px)`;
    handle.style.setProperty("--nn-point", view.colors[control.color]);
    handle.setAttribute("aria-valuenow", atX.toFixed(2));
    handle.setAttribute("aria-valuetext", `${x.label} ${say(atX)}, ${y.label} ${say(atY)}`);
  };
  view.controls.set(control.name, { show, lock: (on) => handle.setAttribute("aria-disabled", String(on)) });
  place.frame.append(handle);
}

// ---------------------------------------------------------------- predict first

function buildQuestion(view, question) {
  const box = element("fieldset", { class: "nn-question" });
  const reply = element("p", { class: "nn-reply", role: "status" });
  const answer = (value) => { view.model.set("answer", value); view.model.save_changes(); settleQuestion(view); };
  const skip = focusable("button", { type: "button", class: "nn-skip" }, "Skip");
  skip.addEventListener("click", () => answer("skipped"));
  const form = { choice: choices, guess, mark }[question.kind](question, answer, view);
  box.append(element("legend", {}, "Predict first"), element("p", { class: "nn-ask" }, question.ask));
  box.append(element("div", { class: "nn-answers" }, ...form, skip), reply);
  view.question = { box, reply, skip };
  return box;
}

function choices(question, answer) {
  return question.choices.map((text, i) => {
    const button = focusable("button", { type: "button", class: "nn-choice" }, text);
    button.addEventListener("click", () => answer(i));
    return button;
  });
}

function guess(question, answer) {
  const input = focusable("input", { type: "number", step: "any", "aria-label": "Your guess", class: "nn-guess" });
  const button = focusable("button", { type: "button", class: "nn-choice" }, "That is my guess");
  const give = () => { if (input.value !== "") answer(Number(input.value)); };
  button.addEventListener("click", give);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") give(); });
  return [input, button];
}

function mark(question, answer, view) {
  const button = focusable("button", { type: "button", class: "nn-choice" }, "I expect it here");
  button.addEventListener("click", () => answer(view.positions[question.control]));
  return [button];
}

// Which control waits for the answer.
function waits(question, name) {
  if (question.kind === "mark") return name !== question.control;
  return question.locks.length === 0 || question.locks.includes(name);
}

// Locks or unlocks the controls, and says whether the prediction held.
function settleQuestion(view) {
  const { question } = view.spec, given = view.model.get("answer");
  if (!question) return;
  const open = given !== null && given !== undefined;
  for (const [name, control] of view.controls) {
    control.lock(!open && waits(question, name));
  }
  if (!open) return;
  const { box, reply, skip } = view.question;
  const held = holds(question, given), skipped = given === "skipped";
  const marked = question.kind === "mark" && !skipped
    ? `You marked ${view.spec.controls.find((c) => c.name === question.control).texts[given]}. ` : "";
  reply.textContent = marked + (skipped ? "" : held ? "Your prediction held. " : "Your prediction did not hold. ")
    + question.because;
  box.classList.add("nn-answered", held ? "nn-held" : "nn-missed");
  box.querySelectorAll(".nn-choice").forEach((button, i) => {
    button.disabled = true;
    button.classList.toggle("nn-chosen", question.kind === "choice" && i === given);
  });
  box.querySelectorAll("input").forEach((input) => { input.disabled = true; });
  skip.remove();
  legends(view);
  draw(view);
}

function holds(question, given) {
  if (question.kind === "choice") return given === question.right;
  if (question.kind === "mark") return given >= question.low && given <= question.high;
  return Math.abs(given - question.right) <= question.tolerance;
}

// ---------------------------------------------------------------- one frame

function draw(view) {
  if (!view.root.isConnected || view.root.clientWidth === 0) return;
  for (const place of view.panels) place.plot = drawPanel(view, place.panel, place.canvas);
  for (const control of view.controls.values()) control.show();
  view.words.textContent = caption(view);
  view.speak();
  view.draws += 1;
  view.root.dataset.draws = view.draws;
  view.root.dataset.frame = JSON.stringify(view.positions);
}

// Another figure from the kernel: other axes, other layers. The focus stays where it was.
function rebuild(view) {
  const focus = document.activeElement, name = focus?.closest("[data-control]")?.dataset.control;
  const held = view.root.contains(focus) && name;
  stopPlaying(view);
  Object.assign(view, { spec: view.model.get("spec"), panels: [], controls: new Map() });
  view.root.replaceChildren();
  build(view);
  retint(view);
  renew(view);
  settleQuestion(view);
  if (held) view.root.querySelector(`[data-control="${name}"]`)?.querySelector(focus.tagName)?.focus();
}

function legends(view) {
  view.panels.forEach((place) => drawLegend(view, place));
}

// New tables from the kernel.
function renew(view) {
  view.tables = unpack(view.model.get("frames"));
  view.banner.hidden = !view.tables.banner;
  view.banner.textContent = view.tables.banner;
  drawTable(view);
  legends(view);
  draw(view);
}

// Colours for the page's own background, light or dark.
function retint(view) {
  const page = getComputedStyle(view.root).backgroundColor, [r, g, b] = page.match(/[\d.]+/g).map(Number);
  const dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
  const these = (pairs) => Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, pair[Number(dark)]]));
  Object.assign(view, { colors: these(view.spec.colors), maps: these(view.spec.maps) });
  view.colors.paper = page;
  view.root.classList.toggle("nn-dark", dark);
  for (const name of ["blue", "orange", "green"]) view.root.style.setProperty(`--nn-${name}`, view.colors[name]);
}

function render({ model, el }) {
  const root = element("div", { class: "nn-stage" });
  const view = {
    model, root, spec: model.get("spec"), positions: model.get("positions"), tables: unpack(model.get("frames")),
    panels: [], controls: new Map(), playing: null, draws: 0, colors: {}, maps: {},
  };
  const store = () => { model.set("positions", view.positions); model.save_changes(); };
  view.send = throttle(SEND_MS, store);
  view.save = settle(SAVE_MS, store);
  view.speak = throttle(SPEAK_MS, () => { if (!running(view)) view.spoken.textContent = caption(view); });
  build(view);
  el.append(root);

  const repaint = () => { retint(view); renew(view); };
  const moved = () => {
    if (model.get("positions") === view.positions) return;
    view.positions = model.get("positions");
    draw(view);
  };
  const renewed = () => renew(view), answered = () => settleQuestion(view), respecified = () => rebuild(view);
  model.on("change:spec", respecified);
  model.on("change:frames", renewed);
  model.on("change:positions", moved);
  model.on("change:answer", answered);
  const sizes = new ResizeObserver(repaint);
  sizes.observe(root);
  // The body is marked with a theme before the theme's style sheet is there: look again when it is.
  const themes = new MutationObserver(() => [0, 300, 1500].forEach((wait) => setTimeout(repaint, wait)));
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
  settleQuestion(view);

  return () => {
    stopPlaying(view);
    [view.send, view.save, view.speak].forEach((timer) => timer.stop());
    sizes.disconnect();
    themes.disconnect();
    model.off("change:spec", respecified);
    model.off("change:frames", renewed);
    model.off("change:positions", moved);
    model.off("change:answer", answered);
  };
}

export default { render };
