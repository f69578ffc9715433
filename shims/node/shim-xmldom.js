#!/usr/bin/env node
'use strict';
// @xmldom/xmldom, or the package that SHIM_XMLDOM names. Whatever it reports is a refusal, warnings
// too, which it says are errors in most other parsers. With SHIM_CANONICAL=1 it tells what it read.

const { DOMParser } = require(process.env.SHIM_XMLDOM || '@xmldom/xmldom');
const { isWanted, ofDocument } = require('./canonical.js');
const { main, text } = require('./protocol.js');

function refuse(message) {
  throw new Error(String(message));
}

/** A hint that a decoder may have met wrong bytes, not an opinion on the document. */
function isAboutDecoding(message) {
  return String(message).includes('replacement character');
}

function parser() {
  try {
    return new DOMParser({ onError: (level, message) => isAboutDecoding(message) || refuse(message) });
  } catch {
    return null;
  }
}

main((document) => {
  const source = text(document);
  const current = parser();
  // Versions before 0.9 know `errorHandler` and pass over the other option.
  current.options = current.options || {};
  current.options.errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  const parsed = current.parseFromString(source, 'text/xml');
  if (!parsed || !parsed.documentElement) refuse('no document');
  return isWanted ? ofDocument(parsed) : undefined;
});
