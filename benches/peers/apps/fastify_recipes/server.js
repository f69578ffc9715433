// Recipes with their steps and ratings, on Fastify with @fastify/swagger.
const fastify = require('fastify')();

const recipes = new Map();
let next = 1;

const Recipe = {
  $id: 'Recipe',
  type: 'object',
  required: ['id', 'title', 'minutes', 'steps', 'created'],
  properties: {
    id: { type: 'integer' },
    title: { type: 'string' },
    minutes: { type: 'integer' },
    servings: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    steps: { type: 'array', items: { type: 'string' } },
    average: { type: 'number' },
    created: { type: 'string', format: 'date-time' },
  },
};
const Problem = {
  $id: 'Problem',
  type: 'object',
  properties: { statusCode: { type: 'integer' }, error: { type: 'string' }, message: { type: 'string' } },
};
const NewRecipe = {
  $id: 'NewRecipe',
  type: 'object',
  required: ['title', 'minutes', 'steps'],
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 100 },
    minutes: { type: 'integer', minimum: 1, maximum: 1440 },
    servings: { type: 'integer', minimum: 1 },
    tags: { type: 'array', maxItems: 10, items: { type: 'string', pattern: '^[a-z]+$' } },
    steps: { type: 'array', minItems: 1, items: { type: 'string' } },
  },
};
const ref = (name) => ({ $ref: `${name}#` });
const id = { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 } } };

const missing = (reply) => reply.code(404).send({ statusCode: 404, error: 'Not Found', message: 'No such recipe' });

fastify.register(require('@fastify/swagger'), {
  openapi: {
    openapi: '3.0.3',
    info: { title: 'Recipes', version: '1.0.0' },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  },
  refResolver: { buildLocalReference: (json, base, fragment, i) => json.$id || `def-${i}` },
});

fastify.register(async (app) => {
  for (const schema of [Recipe, Problem, NewRecipe]) app.addSchema(schema);

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.schema?.security && request.headers.authorization !== 'Bearer cook') {
      reply.code(401).send({ statusCode: 401, error: 'Unauthorized', message: 'Log in first' });
    }
  });
  const guarded = { security: [{ token: [] }] };

  app.get(
    '/recipes',
    {
      schema: {
        operationId: 'listRecipes',
        querystring: {
          type: 'object',
          properties: {
            tag: { type: 'string' },
            maxMinutes: { type: 'integer', minimum: 1 },
            page: { type: 'integer', minimum: 1, default: 1 },
            size: { type: 'integer', minimum: 1, maximum: 50, default: 10 },
            order: { type: 'string', enum: ['title', 'minutes', 'created'] },
          },
        },
        response: { 200: { type: 'array', items: ref('Recipe') }, 400: ref('Problem') },
      },
    },
    async (request) => {
      const { tag, maxMinutes, page, size, order } = request.query;
      let found = [...recipes.values()];
      if (tag) found = found.filter((r) => r.tags.includes(tag));
      if (maxMinutes) found = found.filter((r) => r.minutes <= maxMinutes);
      if (order) found.sort((a, b) => (a[order] < b[order] ? -1 : 1));
      return found.slice((page - 1) * size, page * size);
    },
  );

  app.post(
    '/recipes',
    {
      schema: {
        operationId: 'addRecipe',
        ...guarded,
        body: ref('NewRecipe'),
        response: { 201: ref('Recipe'), 400: ref('Problem'), 401: ref('Problem') },
      },
    },
    async (request, reply) => {
      const recipe = { ...request.body, id: next++, ratings: [], created: new Date().toISOString() };
      recipes.set(recipe.id, recipe);
      return reply.code(201).send(recipe);
    },
  );

  app.get(
    '/recipes/:id',
    { schema: { operationId: 'readRecipe', params: id, response: { 200: ref('Recipe'), 404: ref('Problem') } } },
    async (request, reply) => recipes.get(request.params.id) || missing(reply),
  );

  app.put(
    '/recipes/:id',
    {
      schema: {
        operationId: 'replaceRecipe',
        ...guarded,
        params: id,
        body: ref('NewRecipe'),
        response: { 200: ref('Recipe'), 400: ref('Problem'), 401: ref('Problem'), 404: ref('Problem') },
      },
    },
    async (request, reply) => {
      const old = recipes.get(request.params.id);
      if (!old) return missing(reply);
      const recipe = { ...old, ...request.body };
      recipes.set(recipe.id, recipe);
      return recipe;
    },
  );

  app.delete(
    '/recipes/:id',
    {
      schema: {
        operationId: 'removeRecipe',
        ...guarded,
        params: id,
        response: { 204: { type: 'null' }, 401: ref('Problem'), 404: ref('Problem') },
      },
    },
    async (request, reply) => {
      if (!recipes.delete(request.params.id)) return missing(reply);
      return reply.code(204).send();
    },
  );

  app.get(
    '/recipes/:id/steps/:step',
    {
      schema: {
        operationId: 'readStep',
        params: {
          type: 'object',
          required: ['id', 'step'],
          properties: { id: { type: 'integer', minimum: 1 }, step: { type: 'integer', minimum: 1 } },
        },
        response: {
          200: { type: 'object', required: ['step', 'text'], properties: { step: { type: 'integer' }, text: { type: 'string' } } },
          404: ref('Problem'),
        },
      },
    },
    async (request, reply) => {
      const recipe = recipes.get(request.params.id);
      if (!recipe) return missing(reply);
      return { step: request.params.step, text: recipe.steps[request.params.step - 1].trim() };
    },
  );

  app.post(
    '/recipes/:id/ratings',
    {
      schema: {
        operationId: 'rateRecipe',
        params: id,
        body: {
          type: 'object',
          required: ['stars'],
          properties: { stars: { type: 'integer', minimum: 1, maximum: 5 }, comment: { type: 'string', maxLength: 200 } },
        },
        response: { 201: ref('Recipe'), 400: ref('Problem'), 404: ref('Problem') },
      },
    },
    async (request, reply) => {
      const recipe = recipes.get(request.params.id);
      if (!recipe) return missing(reply);
      recipe.ratings.push(request.body.stars);
      recipe.average = recipe.ratings.reduce((a, b) => a + b) / recipe.ratings.length;
      return reply.code(201).send(recipe);
    },
  );

  app.get(
    '/recipes/:id/scaled',
    {
      schema: {
        operationId: 'scaleRecipe',
        params: id,
        querystring: { type: 'object', required: ['servings'], properties: { servings: { type: 'integer' } } },
        response: {
          200: { type: 'object', properties: { factor: { type: 'number' }, minutes: { type: 'integer' } } },
          400: ref('Problem'),
          404: ref('Problem'),
        },
      },
    },
    async (request, reply) => {
      const recipe = recipes.get(request.params.id);
      if (!recipe) return missing(reply);
      const factor = request.query.servings / recipe.servings;
      return { factor, minutes: Math.round(recipe.minutes * Math.sqrt(factor)) };
    },
  );
});

fastify.get('/openapi.json', { schema: { hide: true } }, async () => fastify.swagger());
fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
