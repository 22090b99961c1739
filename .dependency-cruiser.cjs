/** The laws of docs/architecture.md, checked by `npm run check`. */

/** Feature order. A feature may use only features on an earlier line; those on one line are strangers. */
const ORDER = [
  ['identity', 'audit', 'jssdk'],
  ['staff', 'unit', 'upload', 'notification'],
  ['edition', 'representative'],
  ['nomination', 'risk'],
  ['candidate'],
  ['shortlist', 'ballot', 'review'],
  ['result', 'transparency'],
  ['announcement', 'case-library', 'certificate'],
  ['summit'],
  ['chat'],
]

const ban = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const upstream = ORDER.map((row, i) =>
  ban(
    `order: ${row.join('|')} uses only earlier features`,
    'Features build on each other in one direction.',
    { path: `^(shared|server/features)/(${row.join('|')})/` },
    {
      path: '^(shared|server/features)/(?!kernel/)[^/]+/',
      pathNot: `^(shared|server/features)/($2|${['kernel', ...ORDER.slice(0, i).flat()].join('|')})/`,
    },
  ),
)

const ENTRANCES = '^server/(main|app|cli|worker)\\.ts$'

module.exports = {
  forbidden: [
    ...upstream,
    ban(
      'shared-is-pure',
      'shared/ runs on server, phone and browser: no packages but zod, no Node.',
      { path: '^shared/' },
      { pathNot: '^shared/|^node_modules/zod/' },
    ),
    ban(
      'zod-only-in-contracts',
      'Rules run on phones, where zod would be dead weight.',
      { path: '^shared/', pathNot: '/contract\\.ts$' },
      { path: '^node_modules/zod/' },
    ),
    ban(
      'rules-ignore-contracts',
      'Rules take contract types, never schemas.',
      { path: '^shared/.*/rules\\.ts$' },
      { path: '/contract\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    ban(
      'clients-see-only-shared',
      'A client knows the server by its contracts alone.',
      { path: '^(miniprogram|console)/' },
      { path: '^(server|scripts|miniprogram|console)/', pathNot: '^$1/' },
    ),
    ban(
      'server-sees-no-client',
      'The server serves any client.',
      { path: '^server/' },
      { path: '^(miniprogram|console|scripts)/' },
    ),
    ban(
      'clients-take-contract-types-only',
      'Schemas stay out of the clients’ bundles.',
      { path: '^(miniprogram|console)/' },
      { path: '^shared/(api|.*/contract)\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    ban(
      'feature-has-one-door',
      'Another feature is entered through its use cases.',
      { path: '^server/features/([^/]+)/' },
      { path: '^server/features/(?!$1/)([^/]+)/', pathNot: '^server/features/([^/]+)/\\1\\.ts$' },
    ),
    ban(
      'routes-never-touch-storage',
      'A route parses, calls, presents.',
      { path: '/routes\\.ts$' },
      { path: '/model\\.ts$|^server/adapters/' },
    ),
    ban(
      'http-stays-at-the-door',
      'Use cases take plain data, so that jobs, chat and tests call them too.',
      { path: '^server/', pathNot: `${ENTRANCES}|^server/http/|/routes\\.ts$` },
      { path: '^node_modules/(koa|koa-[a-z]+|@koa/[a-z]+|@types/koa)/|^server/http/' },
    ),
    ban(
      'only-deps-wires-adapters',
      'Everything else knows ports.',
      { path: '^server/', pathNot: '^server/(deps|connections|stores|wechat)\\.ts$|^server/adapters/' },
      { path: '^server/adapters/' },
    ),
    ban(
      'adapters-know-only-ports',
      'An adapter could be replaced without anybody noticing.',
      { path: '^server/adapters/' },
      { path: '^server/(?!adapters/|ports/)' },
    ),
    ban(
      'mongoose-in-models',
      'What is stored and how is the model’s business.',
      { path: '^(server|shared|miniprogram|console)/', pathNot: '/model\\.ts$|^server/adapters/mongo\\.ts$' },
      { path: '^node_modules/mongoose/' },
    ),
    ban(
      'ioredis-in-adapters',
      'Redis is behind ports.',
      { path: '^(server|shared|miniprogram|console)/', pathNot: '^server/adapters/' },
      { path: '^node_modules/ioredis/' },
    ),
    ban(
      'taro-in-platform',
      'One place knows how phone and browser differ in storage, requests and log-in.',
      { path: '^miniprogram/(?!platform/)', pathNot: '\\.tsx$|\\.config\\.ts$' },
      { path: '^node_modules/@tarojs/taro/', dependencyTypesNot: ['type-only'] },
    ),
    ban('no-cycles', 'What needs each other is one thing.', {}, { circular: true }),
    ban(
      'not-to-tests',
      'Nothing but tests needs tests.',
      { pathNot: '^(tests|bench)/|^scripts/screenshots' },
      { path: '^tests/' },
    ),
    ban(
      'not-to-dev-dependency',
      'Production is installed without them.',
      { path: '^(server|shared)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    ban(
      'unresolvable',
      'An import must lead somewhere.',
      { pathNot: '^miniprogram/' },
      { couldNotResolve: true },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules/\\.cache)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
