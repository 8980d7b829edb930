import type { Child } from 'hono/jsx'

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --ink: #1d1c1a; --paper: #fdfcfa; --link: #174a7c; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9e3; --paper: #1a1917; --link: #9cc4ef; } }
body { background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid; outline-offset: 2px; }
code { font: 0.95em ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--line); }
section { border-top: 2px solid var(--line); margin-top: 1.5rem; }
`

/** A complete page in English: title, one main part, styles inside. */
export const PageFrame = ({ title, children }: { readonly title: string; readonly children?: Child }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <style>{STYLE}</style>
    </head>
    <body>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    </body>
  </html>
)
