// Writes arguments flat, so that they cross into the native module at once: there every property of
// an object takes several calls of Node-API, each as long as all that JavaScript does with it.
'use strict';

const { Engine } = require('./engine.js');

// What a mark stands for; src/flat.rs reads them. Behind NUMBER and ENGINE comes the number, behind TEXT
// its length, behind LIST and MAP how many follow; a key is the length of its text. OTHER is the next of
// those that the native module reads itself, TEXTS the same as one text, with how many they are.
const [NULL, FALSE, TRUE, NUMBER, TEXT, LIST, MAP, ENGINE, OTHER, TEXTS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Deeper, more, or longer: the native module reads the arguments itself, and says what is wrong. */
const MOST_DEPTH = 40;
const MOST_MARKS = 1 << 22;
const MOST_CHARACTERS = 1 << 28;
/** Longer lists of texts are written as one of their own, with a mark between each two. */
const WORTH_JOINING = 64;
/** So many texts are joined at once: what more take is memory that lives longer, at twice the time. */
const MOST_JOINED = 4096;

let marks = new Float64Array(256);
/** How many marks are written; the first says so. */
let used = 0;
let text = '';
let others = [];
/** The objects around the one that is written. */
let around = [];
/** Whether a getter of the caller's may find all this in use. */
let isBusy = false;

function mark(value) {
  if (used === marks.length) {
    if (used >= MOST_MARKS) return false;
    const more = new Float64Array(used * 4);
    more.set(marks);
    marks = more;
  }
  marks[used] = value;
  used += 1;
  return true;
}

/** Writes a value; `false` where it cannot be written flat. */
function write(value) {
  switch (typeof value) {
    case 'string':
      return mark(TEXT) && writeText(value);
    case 'number':
      return mark(NUMBER) && mark(value);
    case 'boolean':
      return mark(value ? TRUE : FALSE);
    case 'undefined':
      return mark(NULL);
    case 'object':
      return value === null ? mark(NULL) : writeObject(value);
    default:
      return writeOther(value);
  }
}

/** Writes characters behind how many they are. */
function writeText(characters) {
  if (text.length + characters.length > MOST_CHARACTERS) return false;
  text += characters;
  return mark(characters.length);
}

function writeOther(value) {
  others.push(value);
  return mark(OTHER);
}

function writeObject(object) {
  if (around.length >= MOST_DEPTH || around.includes(object)) return false;
  if (Array.isArray(object)) {
    if (object.length >= WORTH_JOINING && typeof object[0] === 'string') return writeTexts(object);
    around.push(object);
    const isWritten = writeList(object);
    around.pop();
    return isWritten;
  }
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    if (object instanceof Engine) return mark(ENGINE) && mark(object._engine);
    const isLeaf = ArrayBuffer.isView(object) || object instanceof Date;
    return isLeaf && writeOther(object);
  }
  around.push(object);
  const isWritten = writeEntries(object);
  around.pop();
  return isWritten;
}

function joined(list) {
  if (list.length <= MOST_JOINED) return list.join('\0');
  const parts = [];
  for (let from = 0; from < list.length; from += MOST_JOINED) {
    parts.push(list.slice(from, from + MOST_JOINED).join('\0'));
  }
  return parts.join('\0');
}

function writeTexts(list) {
  let length = 0;
  for (const item of list) {
    if (typeof item !== 'string') return writeOther(list);
    length += item.length + 1;
  }
  if (length > MOST_CHARACTERS) return writeOther(list);
  // Where the mark is in one of them too, there are too many, and the list itself is read.
  others.push(joined(list), list);
  return mark(TEXTS) && mark(list.length);
}

function writeList(list) {
  const { length } = list;
  if (!mark(LIST) || !mark(length)) return false;
  for (let index = 0; index < length; index += 1) {
    if (!write(list[index])) return false;
  }
  return true;
}

function writeEntries(object) {
  if (!mark(MAP) || !mark(0)) return false;
  const place = used - 1;
  let entries = 0;
  for (const key of Object.keys(object)) {
    const value = object[key];
    // As if the key were not there.
    if (value === undefined) continue;
    entries += 1;
    if (!writeText(key) || !write(value)) return false;
  }
  marks[place] = entries;
  return true;
}

/** The arguments as `[marks, text, others]`, or as they are. */
exports.flat = function flat(args) {
  if (isBusy) return args;
  isBusy = true;
  used = 1;
  try {
    if (!write(args)) return args;
    marks[0] = used;
    return [marks, text, others];
  } finally {
    isBusy = false;
    text = '';
    others = [];
    around = [];
  }
};
