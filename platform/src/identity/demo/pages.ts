/** The demo provider's own pages: plain HTML, no script, and “demo” written where nobody can miss it. */
import { createHash } from 'node:crypto'
import type { DemoAccount } from './provider.ts'

const style = `
:root { color-scheme: light }
body { font: 19px/1.4 system-ui, sans-serif; color: #0b0c0c; background: #fff; margin: 0 }
.demo { background: #ffdd00; padding: 12px 20px; font-weight: 700 }
main { max-width: 42rem; margin: 0 auto; padding: 20px }
h1 { font-size: 1.9rem; line-height: 1.15 } h2 { font-size: 1.3rem; margin: 1.6em 0 .4em }
ul { list-style: none; padding: 0; margin: 0 }
button { font: inherit; text-align: left; width: 100%; padding: 10px 14px; margin: 0 0 8px; background: #f3f2f1; color: #0b0c0c; border: 1px solid #505a5f; border-radius: 4px; cursor: pointer; min-height: 44px }
button:hover { background: #e3e2e1 } button:focus { outline: 3px solid #ffdd00; outline-offset: 0; box-shadow: inset 0 0 0 3px #0b0c0c }
button b { display: block } button span { color: #484949 }
`

/** Nothing but this style and forms to ourselves; `origins`: where the browser may be sent on to after the form. */
export function policy(origins: readonly string[]): string {
  const styleHash = createHash('sha256').update(style).digest('base64')
  const targets = ["'self'", ...origins].join(' ')
  return `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`
}

export function choosePage(accounts: readonly DemoAccount[], action: string): string {
  const groups = Map.groupBy(accounts, ({ group }) => group)
  const lists = [...groups].map(([group, members]) => `<h2>${text(group)}</h2><ul>${members.map(choice).join('')}</ul>`)
  return page(
    'Who do you want to be?',
    `<p>This stands in for an organisation’s real sign-in service. Nobody here is a real person, so there is no password.</p>
<form method="post" action="${text(action)}">${lists.join('')}</form>`,
  )
}

export function troublePage(words: string): string {
  return page('You were not signed in', `<p>${text(words)}</p><p>Go back to where you came from and start again.</p>`)
}

function choice({ subject, name, about }: DemoAccount): string {
  return `<li><button type="submit" name="account" value="${text(subject)}"><b>${text(name)}</b> <span>${text(about)}</span></button></li>`
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)} – demo sign-in</title><style>${style}</style></head>
<body><header class="demo">DEMO sign-in. Not for real use: anybody can be anybody.</header>
<main><h1>${text(title)}</h1>${content}</main></body></html>`
}

function text(value: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return value.replaceAll(/[&<>"']/g, (character) => entities[character]!)
}
