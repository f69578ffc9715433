#!/usr/bin/env node
'use strict';
// fast-xml-parser: its validator first, then its parser, as its manual advises.

const { XMLParser, XMLValidator } = require('fast-xml-parser');
const { main, text } = require('./protocol.js');

const parser = new XMLParser({ ignoreAttributes: false, processEntities: true });

main((document) => {
  const source = text(document);
  const verdict = XMLValidator.validate(source);
  if (verdict !== true) throw new Error(verdict.err.msg);
  parser.parse(source);
});
