/**
 * Any colour a person picks for a code becomes two that are safe to read with: a pale one behind the text and a strong
 * one for lines. Worked out in OKLCH. Text on one or two stacked backgrounds keeps more than 9 : 1, lines 3 : 1.
 */

/** Used where a code has no colour of its own. */
const PALETTE = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#ee8866", "#44bb99", "#8877cc", "#997700"];

/** @typedef {[number, number, number]} Triple */

/** @param {string} colour @returns {Triple | null} */
export function parseColour(colour) {
  const hex = /^#([0-9a-f]{6})$/iu.exec(colour.trim());
  if (hex) return /** @type {Triple} */ ([0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16)));
  const short = /^#([0-9a-f]{3})$/iu.exec(colour.trim());
  if (short) return /** @type {Triple} */ ([...short[1]].map((digit) => parseInt(digit + digit, 16)));
  const rgb = /^rgba?\(\s*([\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)/u.exec(colour.trim());
  return rgb ? [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])] : null;
}

/** @param {number} channel */
const toLinear = (channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
/** @param {number} light */
const toChannel = (light) => {
  const x = Math.max(0, Math.min(1, light));
  return Math.round((x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055) * 255);
};

/** @param {Triple} rgb */
export function luminance(rgb) {
  const [r, g, b] = rgb.map(toLinear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast ratio of WCAG. @param {Triple} one @param {Triple} other */
export function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** @param {Triple} rgb @returns {Triple} lightness, chroma, hue in radians */
function toOklch(rgb) {
  const [r, g, b] = rgb.map(toLinear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const across = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const along = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(across, along), Math.atan2(along, across)];
}

/** The nearest displayable colour, found by giving up chroma. @param {number} lightness @param {number} chroma @param {number} hue @returns {Triple} */
function fromOklch(lightness, chroma, hue) {
  for (let c = chroma; ; c *= 0.94) {
    const across = c * Math.cos(hue);
    const along = c * Math.sin(hue);
    const l = (lightness + 0.3963377774 * across + 0.2158037573 * along) ** 3;
    const m = (lightness - 0.1055613458 * across - 0.0638541728 * along) ** 3;
    const s = (lightness - 0.0894841775 * across - 1.291485548 * along) ** 3;
    const light = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    ];
    if (c < 1e-3 || light.every((x) => x > -1e-4 && x < 1.0001)) return /** @type {Triple} */ (light.map(toChannel));
  }
}

/** @param {Triple} rgb */
const css = (rgb) => `#${rgb.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;

/**
 * The pale and the strong colour of a code on a page.
 * @param {string} colour as the codebook has it @param {string} id decides the colour of a code that has none
 * @param {Triple} page the page's own colour @returns {{background: string, line: string}}
 */
export function coloursOf(colour, id, page) {
  const rgb = parseColour(colour || "") ?? /** @type {Triple} */ (parseColour(PALETTE[hash(id) % PALETTE.length]));
  const dark = isDark(page);
  const [lightness, chroma, hue] = toOklch(rgb);
  const background = dark ? fromOklch(0.36, Math.min(chroma, 0.07), hue) : fromOklch(0.9, Math.min(chroma, 0.085), hue);
  let at = lightness;
  let line = fromOklch(at, chroma, hue);
  while (contrast(line, page) < 3.1 && (dark ? at < 1 : at > 0)) {
    at += dark ? 0.02 : -0.02;
    line = fromOklch(Math.max(0, Math.min(1, at)), chroma, hue);
  }
  return { background: css(background), line: css(line) };
}

/** @param {Triple} page */
export const isDark = (page) => luminance(page) < 0.18;

/** @param {string} id */
function hash(id) {
  let sum = 7;
  for (let at = 0; at < id.length; at++) sum = (sum * 31 + id.charCodeAt(at)) >>> 0;
  return sum;
}
