// Rooms and their bookings, on Express with express-openapi-validator.
const path = require('path');
const fs = require('fs');
const express = require('express');
const OpenApiValidator = require('express-openapi-validator');
const YAML = require('js-yaml');

const spec = path.join(__dirname, 'bookings.yaml');
const app = express();
app.use(express.json());
app.use(express.text({ type: 'text/plain' }));
app.get('/openapi.json', (req, res) => res.json(YAML.load(fs.readFileSync(spec, 'utf8'))));

app.use(
  OpenApiValidator.middleware({
    apiSpec: spec,
    validateRequests: true,
    validateResponses: false,
    validateSecurity: {
      handlers: {
        basic: (req) => {
          const [scheme, rest] = (req.headers.authorization || '').split(' ');
          if (scheme !== 'Basic') return false;
          const [name, password] = Buffer.from(rest || '', 'base64').toString().split(':');
          if (name !== 'desk' || password !== 'bell') throw { status: 401, message: 'wrong name or password' };
          return true;
        },
      },
    },
  }),
);

let next = 3;
const rooms = new Map([
  [1, { id: 1, name: 'Attic', beds: 2, rate: 80 }],
  [2, { id: 2, name: 'Garden', beds: 4, rate: 120.5, view: 'garden' }],
]);
const bookings = new Map();
const room = (req, res) => {
  const found = rooms.get(Number(req.params.roomId));
  if (!found) res.status(404).json({ message: 'no such room' });
  return found;
};

app.get('/rooms', (req, res) => {
  let found = [...rooms.values()];
  if (req.query.minBeds !== undefined) found = found.filter((r) => r.beds >= req.query.minBeds);
  if (req.query.name) found = found.filter((r) => new RegExp(req.query.name, 'i').test(r.name));
  res.json(found);
});

app.post('/rooms', (req, res) => {
  const made = { id: next++, ...req.body };
  rooms.set(made.id, made);
  res.status(201).location(`/rooms/${made.id}`).json(made);
});

app.get('/rooms/:roomId', (req, res) => {
  const found = room(req, res);
  if (found) res.json(found);
});

app.put('/rooms/:roomId', (req, res) => {
  const found = room(req, res);
  if (!found) return;
  const made = { ...req.body, id: found.id };
  rooms.set(found.id, made);
  res.json(made);
});

app.delete('/rooms/:roomId', (req, res) => {
  if (!room(req, res)) return;
  rooms.delete(Number(req.params.roomId));
  res.status(204).end();
});

app.get('/rooms/:roomId/bookings', (req, res) => {
  if (!room(req, res)) return;
  res.json([...bookings.values()].filter((b) => b.roomId === Number(req.params.roomId)));
});

app.post('/rooms/:roomId/bookings', (req, res) => {
  const found = room(req, res);
  if (!found) return;
  const { from, to, guest, guests } = req.body;
  const nights = (new Date(to) - new Date(from)) / 86400000;
  if (guests > found.beds) return res.status(409).json({ message: 'too many guests' });
  const made = { id: next++, roomId: found.id, from, to, guest, nights, price: nights * found.rate };
  bookings.set(made.id, made);
  res.status(201).json(made);
});

app.get('/bookings/:bookingId', (req, res) => {
  const found = bookings.get(Number(req.params.bookingId));
  if (!found) return res.status(404).json({ message: 'no such booking' });
  res.json(found);
});

app.delete('/bookings/:bookingId', (req, res) => {
  bookings.delete(Number(req.params.bookingId));
  res.status(204).end();
});

app.put('/bookings/:bookingId/note', (req, res) => {
  const found = bookings.get(Number(req.params.bookingId));
  found.note = req.body;
  res.json(found);
});

app.use((err, req, res, next) => {
  res.status(err.status || 500).json({ message: err.message, errors: err.errors });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
