import { schemeVariables } from '../charts/palette';
import { svgScheme } from '../charts/svg-scheme';
import { galleryStyle } from './gallery-style';

/** The one style sheet of the page. Dark where the reader prefers dark, on screens alone; paper is always light. */
export const pageStyle = `
:root{color-scheme:light dark;${schemeVariables('light')};--shade:#f4f6f8;--warn:#fff4dc;--line:#cfd6dd;--edge:#1c212759}
@media screen and (prefers-color-scheme:dark){:root{${schemeVariables('dark')};--shade:#1d2229;--warn:#33280f;--line:#3d4651;--edge:#e6e9ed66}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:break-word}
header,main,footer{max-width:1200px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 4px}
h2{font-size:1.4rem;line-height:1.25;margin:44px 0 10px;padding-top:14px;border-top:2px solid var(--line)}
h3{font-size:1.1rem;margin:26px 0 6px}
h4,.figure h3{font-size:.95rem;margin:0 0 6px}
p,.list{max-width:75ch;margin:8px 0}
.list{padding-left:1.3em}.list li{margin:4px 0}.list.short{columns:2 21em;column-gap:2em;max-width:none}.short li{break-inside:avoid;margin:0 0 4px}
header p,footer{color:var(--muted)}
footer{padding-bottom:40px;margin-top:48px;font-size:.85rem}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:16px 0 0;padding:0}
a{color:var(--blue);text-underline-offset:2px}
nav a{display:inline-block;padding:3px 0}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--blue);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-9999px}.skip:focus{position:static}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.notice{background:var(--warn);border-left:4px solid var(--vermilion);padding:10px 14px;border-radius:4px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;margin:16px 0}
.tiles>div{background:var(--shade);border-radius:8px;padding:12px 14px}
.tiles dt{color:var(--muted);font-size:.85rem}.tiles dd{margin:0}.tiles b{display:block;font-size:1.6rem;line-height:1.3;font-weight:650}.tiles span{display:block;font-size:.82rem;color:var(--muted);line-height:1.4}
.facts{margin:12px 0;max-width:120ch}.facts>div{padding:8px 0;border-bottom:1px solid var(--line)}
.facts dt{font-weight:600}@media (min-width:800px){.facts>div{display:grid;grid-template-columns:220px minmax(0,1fr);gap:16px}.facts dd{margin:0}}.facts dd{margin:2px 0 0}.facts dd>:first-child{margin-top:0}.facts dd>:last-child{margin-bottom:0}.facts p:has(+.list){margin-bottom:2px;break-after:avoid}.facts .list{margin-top:2px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:20px;margin:16px 0;align-items:start}
.figure{margin:0;min-width:0;border:1px solid var(--line);border-radius:8px;padding:12px}
.figure.wide{grid-column:1/-1}
.beside{display:grid;grid-template-columns:minmax(min(100%,330px),380px) minmax(0,1fr);gap:24px;align-items:start;margin:16px 0}
.figure svg{display:block;max-width:100%;height:auto;margin:0 auto}
.figure.wide .drawing{overflow-x:auto}.figure.wide svg{max-width:none}
figcaption{color:var(--muted);font-size:.85rem;line-height:1.45;margin-top:6px}
details{margin:8px 0 0;font-size:.9rem}summary{cursor:pointer;color:var(--blue);width:fit-content;padding:2px 0}
.scroll{overflow-x:auto;margin:6px 0 10px;border-radius:4px}
.scroll,.figure.wide .drawing{background:linear-gradient(90deg,var(--paper) 50%,transparent) 0 0/36px 100% local,linear-gradient(270deg,var(--paper) 50%,transparent) 100% 0/36px 100% local,linear-gradient(90deg,var(--edge),transparent) 0 0/12px 100% scroll,linear-gradient(270deg,var(--edge),transparent) 100% 0/12px 100% scroll;background-repeat:no-repeat}
.figure .scroll{max-height:320px;overflow-y:auto}
table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
.caption{color:var(--muted);font-size:.85rem;line-height:1.4;margin:12px 0 0}
th,td{padding:4px 12px 4px 0;text-align:left;border-bottom:1px solid var(--line);unicode-bidi:isolate}
td.number,td.whole{white-space:nowrap}
thead th{color:var(--muted);font-weight:600;vertical-align:bottom}tbody th{font-weight:500;min-width:6.6em;overflow-wrap:anywhere}
th.number,td.number{text-align:right}
tr.stressed>*{background:var(--warn);font-weight:650}
pre{margin:0;padding:12px 14px;border-radius:6px;font:13px/1.45 ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono",monospace;width:max-content;min-width:100%}
@media (max-width:900px){.beside{grid-template-columns:minmax(0,1fr);gap:8px}}
@media (max-width:700px){body{font-size:15px}table{font-size:.75rem}th,td{padding-right:4px}tbody th{min-width:5.6em}header,main,footer{padding-left:14px;padding-right:14px}h1{font-size:1.5rem}h2{margin-top:34px}.tiles{grid-template-columns:repeat(auto-fit,minmax(140px,1fr))}.tiles b{font-size:1.35rem}}
@media print{@page{margin:14mm}html{font-size:13px}body{font-size:10.5pt}h2{margin-top:26px}h3{margin-top:16px}.figure{padding:8px 10px}header,main,footer{max-width:none;padding:0}nav,footer,.skip,details:not([open]){display:none}.figures{display:block;orphans:1;widows:1}.figures>.figure{display:inline-block;vertical-align:top;width:48.5%;margin:0 .8% 10px 0}.figures>.figure.wide{display:block;width:auto}.tiles{grid-template-columns:repeat(auto-fit,minmax(110px,1fr))}.tiles b{font-size:1.2rem}.beside{display:block}.beside>.figure{width:60%}.figure,.tiles>div,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}.scroll,.figure.wide .drawing{overflow:visible;background:none}.figure svg{width:auto;max-width:100%;max-height:130mm}.facts dt,.caption{break-after:avoid}.facts:not(.long)>div{display:grid;grid-template-columns:45mm 1fr;gap:5mm}tbody tr:nth-child(-n+3){break-after:avoid}tbody tr:nth-last-child(-n+3){break-before:avoid}.scroll:not(:has(tr:nth-child(25))){break-inside:avoid}h2+p,h3+p{break-after:avoid}.caption,h2+p,h3+p,.facts:not(.long){break-inside:avoid}pre{font-size:8.5pt;white-space:pre-wrap;width:auto}table{font-size:8.5pt}td.number,td.whole{white-space:normal}a{color:inherit;text-decoration:none}}
${galleryStyle}
${svgScheme.rules}`;
