#!/usr/bin/env node
'use strict';
// sax in strict mode with namespaces. With SHIM_CANONICAL=1 it tells what it read.

const sax = require('sax');
const { Writer, isWanted } = require('./canonical.js');
const { main, text } = require('./protocol.js');

function told(parser) {
  const writer = new Writer();
  const inside = (text) => writer.scopes.length > 0 && writer.text(text);
  parser.onopentag = ({ name, attributes }) => {
    writer.start(name, Object.values(attributes).map((own) => [own.name, own.value]));
  };
  parser.onclosetag = (name) => writer.end(name);
  // White space outside the root is told too.
  parser.ontext = inside;
  parser.oncdata = inside;
  parser.onprocessinginstruction = ({ name, body }) => {
    // So it tells of the XML declaration as well.
    if (name !== 'xml') writer.instruction(name, body);
  };
  return writer;
}

main((document) => {
  const parser = sax.parser(true, { xmlns: true });
  parser.onerror = (error) => {
    throw error;
  };
  const writer = isWanted ? told(parser) : undefined;
  parser.write(text(document)).close();
  return writer?.out;
});
