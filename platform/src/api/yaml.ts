import type { FastifyInstance } from 'fastify'
import { parse } from 'yaml'
import { Problem } from '#foundation/problem.ts'

/** YAML is taken as well as JSON: documents are written by people. The `yaml` package's own limit stops alias bombs. */
export function takeYaml(app: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  app.addContentTypeParser(
    ['application/yaml', 'text/yaml', 'application/x-yaml', 'text/plain'],
    { parseAs: 'string', bodyLimit: 1_000_000 },
    (_request, body, done) => {
      try {
        done(null, parse(body as string, { maxAliasCount: 50 }))
      } catch {
        done(unreadableYaml())
      }
    },
  )
}

function unreadableYaml(): Problem {
  return new Problem(400, 'document-unreadable', {
    title: 'The document cannot be read',
    detail: 'The body is neither YAML nor JSON.',
    at: 'body',
    mend: 'Check the indentation and quotes; the schema is in the kit (agreement.schema.json), that of a linkage in docs/guides/linkage.md.',
  })
}
