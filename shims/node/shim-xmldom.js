#!/usr/bin/env node
'use strict';
// @xmldom/xmldom, or the package that SHIM_XMLDOM names. Errors that it only reports are refusals.

const { DOMParser } = require(process.env.SHIM_XMLDOM || '@xmldom/xmldom');
const { main, text } = require('./protocol.js');

function refuse(message) {
  throw new Error(String(message));
}

function parser() {
  try {
    return new DOMParser({ onError: (level, message) => level !== 'warning' && refuse(message) });
  } catch {
    return null;
  }
}

main((document) => {
  const source = text(document);
  const current = parser();
  // Versions before 0.9 know `errorHandler` and pass over the other option.
  current.options = current.options || {};
  current.options.errorHandler = { warning() {}, error: refuse, fatalError: refuse };
  const parsed = current.parseFromString(source, 'text/xml');
  if (!parsed || !parsed.documentElement) refuse('no document');
});
