/** How the page looks; light, dark, narrow and on paper. Contrast is at least 4.5 to 1 for text. */
export const STYLE_SHEET = `
:root{color-scheme:light dark;--page:#ffffff;--panel:#f5f6f8;--text:#1a1d21;--quiet:#56606b;--line:#d4d9df;--link:#0b57b0;--edge:#1a1d2159;
--good:#16703a;--warn:#8a5300;--bad:#b3261e;--series-1:#2563b8;--series-2:#c2570c;--series-3:#16803c;--series-4:#8b3fb0;--series-5:#a8324a;--series-6:#56606b}
@media (prefers-color-scheme:dark){:root{--page:#14171a;--panel:#1e2328;--text:#e8eaed;--quiet:#a6b0ba;--line:#3a424a;--link:#8ab8ff;--edge:#ffffff66;
--good:#6bd08f;--warn:#f0b355;--bad:#ff9d94;--series-1:#6ea8f5;--series-2:#f59e55;--series-3:#67cf88;--series-4:#cf9bef;--series-5:#f28ba0;--series-6:#a6b0ba}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:80rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}footer{padding-bottom:2rem;color:var(--quiet);font-size:.875rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.4rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:2px solid var(--line)}
h3{font-size:1.125rem;margin:2rem 0 .5rem}h4{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.5rem 0;max-width:50rem;overflow-wrap:anywhere}a{color:var(--link)}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.75rem;white-space:pre-wrap;tab-size:4}
nav{position:sticky;top:0;z-index:1;background:var(--page);border-bottom:1px solid var(--line)}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;max-width:80rem;margin:0 auto;padding:.5rem 1rem}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
/* Two beside each other on a wide screen; a chart is drawn for that width. */
.columns{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,31rem),1fr));gap:0 2rem}.columns>*{min-width:0}
.glance{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem;margin:1rem 0;padding:0}
.glance div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.75rem}
.glance dt{color:var(--quiet);font-size:.875rem}.glance dd{margin:0;font-size:1.125rem;font-weight:600;overflow-wrap:anywhere}.glance small{display:block;font-size:.8125rem;font-weight:400;color:var(--quiet)}
/* A shadow stands at an edge behind which there is more: the first two layers go with the content and cover it. */
.frame{position:relative;overflow-x:auto;margin:.75rem 0;background:linear-gradient(90deg,var(--page) 40%,transparent) 0 0/2.5rem 100% no-repeat local,linear-gradient(270deg,var(--page) 40%,transparent) 100% 0/2.5rem 100% no-repeat local,linear-gradient(90deg,var(--edge),transparent) 0 0/1rem 100% no-repeat scroll,linear-gradient(270deg,var(--edge),transparent) 100% 0/1rem 100% no-repeat scroll}
table{border-collapse:collapse;font-size:.875rem;min-width:20rem}
/* The words above a table that is wider than the screen stay in sight. */
caption{text-align:left;color:var(--quiet);padding:.25rem 0;caption-side:top;position:sticky;left:0;max-width:min(50rem,calc(100vw - 2rem))}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}td[dir],th[dir]{overflow-wrap:anywhere;min-width:7rem}table code{overflow-wrap:normal;white-space:nowrap}
th{font-weight:600}tbody th{font-weight:500}thead th{border-bottom-width:2px;white-space:nowrap}tfoot th,tfoot td{font-weight:600;border-bottom:0}
td{max-width:28rem}td.words{min-width:14rem}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.null,.cut td,.quiet{color:var(--quiet)}
p.quiet{font-size:.875rem;margin:.25rem 0}
.status{white-space:nowrap;font-weight:600}.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}.idle{color:var(--quiet)}
p .status{white-space:normal}.error,.remark{border-left:4px solid var(--bad);padding-left:.75rem}.remark{border-color:var(--warn)}
.time-line{width:100%}.track{width:40%;min-width:10rem;padding-right:0;vertical-align:middle}
.track span{display:block;height:.625rem;border-radius:2px;background:var(--series-6);print-color-adjust:exact;-webkit-print-color-adjust:exact}
.track .stage{background:var(--series-1)}.track .transform{background:var(--series-3)}.track .check{background:var(--series-4)}
figure{margin:.75rem 0}figcaption{color:var(--quiet);font-size:.875rem}
.chart{display:block;width:100%;max-width:760px;height:auto}.chart.narrow{display:none}.when{white-space:nowrap}
.trends{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem 1.5rem;list-style:none;margin:.75rem 0;padding:0;font-size:.875rem}.trends small{display:block;color:var(--quiet)}.trends li>span{display:block}
.trend{display:block;width:100%;max-width:18rem;height:auto}.trend polyline{fill:none;stroke:var(--series-1);stroke-width:1.5}.trend .usual{fill:var(--line);opacity:.6}.trend .last{fill:var(--series-1)}.trend .unusual{fill:var(--warn)}
.graph{display:block;height:auto;max-width:max(100%,56rem);font:12px system-ui,sans-serif}.graph text{fill:var(--text)}.graph .strong{font-weight:600;font-size:13px}.graph .quiet{fill:var(--quiet)}
.graph .small{font-size:11px}.graph .end{text-anchor:end}.graph .middle{text-anchor:middle}.graph .mark{fill:var(--series-1);font-size:10px;font-weight:600}
.graph .box{fill:var(--panel);stroke:var(--line)}.graph .box.source{stroke:var(--series-2)}.graph .box.step{stroke:var(--series-1)}.graph .box.table{stroke:var(--series-3)}
.graph .rule{stroke:var(--line)}.graph .edge{fill:none;stroke:var(--quiet);stroke-width:1.3}.graph .arrow{fill:var(--quiet)}
summary{cursor:pointer;color:var(--link);font-size:.875rem}
@media (max-width:40rem){.chart.wide{display:none}.chart.narrow{display:block;max-width:480px}body{font-size:15px}header,main,footer{padding-left:.75rem;padding-right:.75rem}.track{min-width:5rem}}
@media (min-width:75rem){.glance{grid-template-columns:repeat(4,1fr)}}
@media print{.columns{display:block}.frame{background:none}.graph{max-height:34vh}nav{position:static}caption{position:static;max-width:none}td .status{white-space:normal}td:has(.status){min-width:6.5rem}.time-line td:has(.status){min-width:16rem}.track{width:15%;min-width:0}.chart{max-width:560px}:root{--page:#fff;--panel:#fff;--text:#000;--quiet:#444;--line:#bbb;--link:#000;--good:#16703a;--warn:#8a5300;--bad:#b3261e;--series-1:#2563b8;--series-2:#c2570c;--series-3:#16803c;--series-4:#8b3fb0;--series-5:#a8324a;--series-6:#56606b}
body{font-size:10pt}nav,.skip,details:not(.table){display:none}details.table::details-content{content-visibility:visible}summary{list-style:none;color:var(--quiet)}.frame{overflow:visible}.graph{max-width:100%;height:auto}tfoot{display:table-row-group}figure,tr,p,h3,h4,.frame:has(svg),li,.glance div,table:not(:has(tbody tr:nth-child(11))){break-inside:avoid}
h2,h3,h4,p:has(+figure),p:has(+h3),p:has(+.frame),p:has(+details.table),summary,caption,thead,tbody tr:nth-child(-n+2),tbody:has(+tfoot) tr:last-child{break-after:avoid}tbody tr:nth-last-child(-n+2),tfoot tr{break-before:avoid}}
`;
