'use strict';
// What the Node adapters have in common: the protocol of `clausal fuzz parser`.

const fs = require('node:fs');

/** The parser does not claim to read such a document. */
class Unsupported extends Error {}

/**
 * Bytes as text, for parsers that read text: what is not UTF-8, or says so, is decoded, or refused, by
 * their caller and tells nothing about them.
 */
function text(document) {
  let decoded;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(document);
  } catch {
    throw new Unsupported('not UTF-8');
  }
  // In ASCII all encodings here agree.
  if (decoded.length < document.length && !saysUtf8(decoded)) throw new Unsupported('not UTF-8');
  return decoded;
}

/** Whether the declaration, if there is one, names no other encoding. */
function saysUtf8(text) {
  const found = /^\uFEFF?<\?xml(?:(?!\?>)[^])*?encoding[\s="']*([^]{5})/.exec(text);
  return !found || found[1].toLowerCase() === 'utf-8';
}

/**
 * Answers with `parse`, which throws for a document that it refuses and may return the canonical form.
 * `stream` is the same for a list of pieces (--chunks).
 */
function main(parse, stream) {
  if (process.argv.includes('--persistent')) return frames(parse, stream);
  const document = fs.readFileSync(0);
  try {
    const form = parse(document);
    if (form !== undefined) write(form);
  } catch (error) {
    process.stderr.write(`${line(error)}\n`);
    process.exitCode = isBroken(error) ? 100 : 1;
  }
}

/** Whether it is a fault of the parser's own code, such as a full stack, and no opinion. */
function isBroken(error) {
  const kinds = [RangeError, ReferenceError, TypeError];
  return kinds.some((kind) => error instanceof kind) || error?.code === 'ERR_ASSERTION';
}

/** The length of a frame with this added is that of a document in pieces. */
const IN_PIECES = 2 ** 31;

function noPieces() {
  throw new Unsupported('pieces');
}

/** How many pieces, the length of each, and the document. */
function pieces(payload) {
  const count = payload.readUInt32LE(0);
  let at = 4 + 4 * count;
  return Array.from({ length: count }, (_, number) => {
    const from = at;
    at += payload.readUInt32LE(4 + 4 * number);
    return payload.subarray(from, at);
  });
}

function frames(parse, stream = noPieces) {
  const inPieces = (payload) => stream(pieces(payload));
  let held = Buffer.alloc(0);
  const chunk = Buffer.alloc(1 << 16);
  for (;;) {
    let at = 0;
    let out = '';
    while (held.length - at >= 4) {
      const head = held.readUInt32LE(at);
      const size = head % IN_PIECES;
      if (held.length - at - 4 < size) break;
      out += answer(head < IN_PIECES ? parse : inPieces, held.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    }
    held = held.subarray(at);
    write(out);
    const count = read(chunk);
    if (count === 0) return;
    held = Buffer.concat([held, chunk.subarray(0, count)]);
  }
}

function read(chunk) {
  for (;;) {
    try {
      return fs.readSync(0, chunk);
    } catch (error) {
      if (error.code === 'EOF') return 0;
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

function write(text) {
  const bytes = Buffer.from(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

function answer(parse, document) {
  try {
    const form = parse(document);
    return form === undefined ? 'accept\n' : `accept ${Buffer.from(form).toString('base64')}\n`;
  } catch (error) {
    if (error instanceof Unsupported) return `unsupported ${line(error)}\n`;
    return `${isBroken(error) ? 'crash' : 'reject'} ${line(error)}\n`;
  }
}

function line(error) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 400);
}

module.exports = { main, text, Unsupported };
