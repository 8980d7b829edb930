import type { Digests } from '../../domain/shared/ids.ts'

/** The one style of all pages: readable on a phone, on paper, in the dark, and without any of it. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#1d1c1a;--soft:#55524c;--line:#d9d5cc;--paper:#fdfcfa;--link:#174a7c;--good:#1b5b33;--bad:#8c1c1c;--open:#6b4700}
@media(prefers-color-scheme:dark){:root{--ink:#ece9e3;--soft:#b5b0a6;--line:#47443f;--paper:#1a1917;--link:#9cc4ef;--good:#8fd3a6;--bad:#f2a4a0;--open:#e5c07b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
header,main,footer{max-width:42rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
footer{padding-bottom:3rem}
h1,h2,h3{line-height:1.2;text-wrap:balance}
h1{font:600 2.25rem/1.15 ui-serif,Georgia,"Noto Serif",serif;letter-spacing:-.01em;margin:.25rem 0 1rem}
h2{font-size:1.25rem;margin:2.75rem 0 .75rem;padding-top:1.25rem;border-top:1px solid var(--line)}
section{display:flow-root}
h3{font-size:1.0625rem;margin:1.5rem 0 .25rem}
p,ul,ol,dl,table{margin:.5rem 0 1rem}
p,li{unicode-bidi:plaintext}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:.06em;overflow-wrap:anywhere}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem}
.by{color:var(--soft);margin:0}
.status{border-left:.25rem solid var(--good);padding:.25rem 0 .25rem 1rem;margin:1.25rem 0}
.status strong{color:var(--good)}
.status.bad{border-color:var(--bad)}
.status.bad strong{color:var(--bad)}
.status.open{border-color:var(--open)}
.status.open strong{color:var(--open)}
.status p{margin:0}
.status h1,.status h2{margin:0 0 .25rem;padding:0;border:0}
.status ul{margin:.5rem 0 0;padding-left:1.25rem}
strong.good{color:var(--good)}
strong.bad{color:var(--bad)}
strong.open{color:var(--open)}
.mark{vertical-align:-.15em;fill:none;stroke:var(--good);stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round}
.bad .mark{stroke:var(--bad)}
.open .mark{stroke:var(--open)}
.checks{list-style:none;padding:0}
.checks>li{margin:.6rem 0;padding-left:.9rem;border-left:.2rem solid var(--line)}
.checks>.good{border-color:var(--good)}
.checks>.bad{border-color:var(--bad)}
.checks>.open{border-color:var(--open)}
.checks p{margin:0}
summary{cursor:pointer;color:var(--link);padding:.25rem 0}
fieldset{margin:1.5rem 0;padding:.25rem 1.25rem 1.25rem;border:1px solid var(--line);border-radius:.375rem;min-width:0}
legend{font-weight:600;padding:0 .4rem;margin-left:-.4rem}
label{display:block;font-weight:600;margin:1.25rem 0 .25rem}
label+.soft{margin:-.25rem 0 .4rem}
input,select,textarea,button{font:inherit;color:inherit;max-width:100%}
input,select,textarea{width:100%;padding:.5rem .65rem;background:var(--paper);border:1px solid var(--soft);border-radius:.25rem}
input[type=checkbox]{width:1.25rem;height:1.25rem;margin:0 .35rem 0 0;vertical-align:-.2em;accent-color:var(--link)}
input[type=checkbox]+label{display:inline}
input[type=file]{padding:1.5rem .65rem;border-style:dashed}
textarea{font:.875em/1.5 ui-monospace,Consolas,"Noto Sans Mono",monospace;resize:vertical}
button{padding:.6rem 1.75rem;font-weight:600;color:var(--paper);background:var(--link);border:1px solid var(--link);border-radius:.25rem;cursor:pointer}
.lead{font-size:1.1875rem}
.soft{color:var(--soft);font-size:.88em}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.35rem 1.25rem}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
img.badge{float:right;width:8rem;max-width:35%;height:auto;margin:0 0 1rem 1.5rem}
.people{list-style:none;padding:0}
.people>li{padding:1rem 0;border-top:1px solid var(--line)}
.people>li:first-child{border-top:0;padding-top:.25rem}
.people p{margin:.15rem 0}
blockquote{margin:.5rem 0;padding-left:.9rem;border-left:2px solid var(--line)}
blockquote p{margin:.25rem 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
caption{text-align:left;color:var(--soft);padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
thead th{overflow-wrap:normal}
code{font:.875em ui-monospace,Consolas,"Noto Sans Mono",monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;user-select:all;padding:.6rem .8rem;border:1px solid var(--line);border-radius:.25rem}
@media(max-width:30rem){h1{font-size:1.75rem}dl{display:block}dd{margin:0 0 .6rem}}
@media print{:root{--ink:#000;--soft:#333;--line:#999;--paper:#fff;--link:#000;--good:#1b5b33;--bad:#8c1c1c;--open:#6b4700}body{font-size:10.5pt}header,main,footer{max-width:none;padding:0}header{padding-top:0}.skip,.noprint{display:none}h2,h3{break-after:avoid}.people>li,tr{break-inside:avoid}footer a:not([rel])::after{content:" (" attr(href) ")"}}
`.trim()

/**
 * What a page may load: its one style, and pictures. There are no scripts, and nothing is fetched. A page with a form shows no
 * pictures, may send the form to this service alone, and may be laid under no other site's page.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const pageSecurityPolicy = (
  { sha256Base64Url }: Digests,
  { hasForm }: { readonly hasForm: boolean },
): string => {
  const base64 = sha256Base64Url(PAGE_STYLE).replaceAll('-', '+').replaceAll('_', '/')
  const base = `default-src 'none'; style-src 'sha256-${base64}='; base-uri 'none'`
  return hasForm
    ? `${base}; form-action 'self'; frame-ancestors 'none'`
    : `${base}; img-src 'self' https: data:; form-action 'none'`
}
