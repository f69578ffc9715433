#!/usr/bin/env node
'use strict';
// sax in strict mode with namespaces.

const sax = require('sax');
const { main, text } = require('./protocol.js');

main((document) => {
  const parser = sax.parser(true, { xmlns: true });
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(text(document)).close();
});
