// Parsers of npm in versions with published faults, by name: parse-xml, cml-xml, sax-wasm.

import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { main, text } = require('../node/protocol.js');

const parsers = {
  // 2.0.1: a pattern for values that takes ever longer with each reference (parse-xml#9).
  'parse-xml': async () => {
    const parse = require('@rgrove/parse-xml');
    return [(document) => void parse(text(document))];
  },
  // 1.0.1: a name without a value is a loop without end.
  'cml-xml': async () => {
    const { parseXml } = await import('@svta/cml-xml');
    return [(document) => void parseXml(text(document))];
  },
  // 3.0.5: loses an attribute where a piece ends within its value (sax-wasm#118, #119).
  'sax-wasm': async () => {
    const { SAXParser, SaxEventType } = await import('sax-wasm');
    const told = [];
    const parser = new SAXParser(SaxEventType.OpenTag | SaxEventType.CloseTag | SaxEventType.Text);
    parser.eventHandler = (kind, detail) => {
      const own = detail.toJSON ? detail.toJSON() : detail;
      told.push(kind === SaxEventType.OpenTag ? attributes(own) : '');
    };
    await parser.prepareWasm(fs.readFileSync(require.resolve('sax-wasm/lib/sax-wasm.wasm')));
    const stream = (pieces) => {
      told.length = 0;
      for (const piece of pieces) parser.write(piece);
      parser.end();
      return Buffer.from(told.join(''));
    };
    return [(document) => stream([document]), stream];
  },
};

/** What was read of a tag. */
function attributes(tag) {
  const own = tag.attributes.map((one) => `${one.name.value}=${one.value.value}`);
  return `<${tag.name} ${own.join(' ')}>`;
}

const [parse, stream] = await parsers[process.argv[2]]();
main(parse, stream);
