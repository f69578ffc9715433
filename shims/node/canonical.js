'use strict';
// Canonical XML 1.0 without comments, from what a parser tells in order.

const XML = 'http://www.w3.org/XML/1998/namespace';
const TEXT = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const VALUE = { '&': '&amp;', '<': '&lt;', '"': '&quot;', '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' };

/** Whether the adapter is to tell what was read. */
const isWanted = process.env.SHIM_CANONICAL === '1';

/** By code points, which is not how strings compare here. */
function compare(one, other) {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** Names are given as they stand in the document, declarations of namespaces as attributes. */
class Writer {
  constructor() {
    this.out = '';
    // The declarations in force, by prefix, for each open element.
    this.scopes = [];
    this.isRooted = false;
  }

  attribute(name, value) {
    this.out += ` ${name}="${value.replace(/[&<"\t\n\r]/g, (c) => VALUE[c])}"`;
  }

  start(name, attributes) {
    this.isRooted = true;
    const around = this.scopes.at(-1) ?? new Map();
    const scope = new Map(around);
    const own = [];
    const plain = [];
    for (const [key, value] of attributes) {
      const prefix = key === 'xmlns' ? '' : key.startsWith('xmlns:') ? key.slice(6) : null;
      if (prefix === null) {
        plain.push({ key, value });
      } else {
        scope.set(prefix, value);
        own.push(prefix);
      }
    }
    this.out += `<${name}`;
    for (const prefix of own.sort(compare)) {
      if (prefix !== 'xml' && scope.get(prefix) !== (around.get(prefix) ?? '')) {
        this.attribute(prefix ? `xmlns:${prefix}` : 'xmlns', scope.get(prefix));
      }
    }
    for (const attribute of plain) {
      const colon = attribute.key.lastIndexOf(':');
      const prefix = attribute.key.slice(0, Math.max(colon, 0));
      attribute.uri = prefix === 'xml' ? XML : colon < 0 ? '' : (scope.get(prefix) ?? '');
      attribute.local = attribute.key.slice(colon + 1);
    }
    plain.sort((one, other) => compare(one.uri, other.uri) || compare(one.local, other.local));
    for (const { key, value } of plain) this.attribute(key, value);
    this.out += '>';
    this.scopes.push(scope);
  }

  end(name) {
    this.out += `</${name}>`;
    this.scopes.pop();
  }

  text(text) {
    this.out += text.replace(/[&<>\r]/g, (c) => TEXT[c]);
  }

  instruction(target, data) {
    const blank = data ? ' ' : '';
    const text = `<?${target}${blank}${data.replaceAll('\r', '&#xD;')}?>`;
    if (this.scopes.length > 0) this.out += text;
    else this.out += this.isRooted ? `\n${text}` : `${text}\n`;
  }
}

/** The canonical form of a DOM, which may have the XML declaration as an instruction. */
function ofDocument(document) {
  const writer = new Writer();
  // Documents may nest deeper than a stack of calls.
  let node = document.firstChild;
  while (node) {
    if (node.nodeType === node.ELEMENT_NODE) {
      writer.start(node.nodeName, Array.from(node.attributes, (own) => [own.name, own.value]));
      if (node.firstChild) {
        node = node.firstChild;
        continue;
      }
      writer.end(node.nodeName);
    } else if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) {
      // Some keep the white space outside the root.
      if (node.parentNode !== document) writer.text(node.data);
    } else if (node.nodeType === node.PROCESSING_INSTRUCTION_NODE && node.target !== 'xml') {
      writer.instruction(node.target, node.data);
    }
    while (!node.nextSibling && node.parentNode && node.parentNode !== document) {
      node = node.parentNode;
      writer.end(node.nodeName);
    }
    node = node.nextSibling;
  }
  return writer.out;
}

module.exports = { Writer, isWanted, ofDocument };
