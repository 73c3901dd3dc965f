const steps = Array.from({ length: 12 }, (_, at) => `td.depth-${at + 1}{padding-left:${8 + (at + 1) * 12}px}`).join('');

/** For the screen, light and dark, and for paper: wide tables on landscape pages, headings repeated on each, no row cut in two. */
export const reportStyles = `
:root{color-scheme:light dark;--text:light-dark(#171b22,#e7eaef);--muted:light-dark(#5a6372,#9ba4b3);--line:light-dark(#dfe3e9,#2e343e);--page:light-dark(#fff,#14171c);--soft:light-dark(#f6f7f9,#1c2027);--warn:light-dark(#8a5a00,#eebd55);--warn-soft:light-dark(#fff7e6,#2d2414)}
*{box-sizing:border-box}
body{margin:0 auto;padding:32px 24px;max-width:1360px;background:var(--page);color:var(--text);font:13px/20px Inter,ui-sans-serif,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
h1{margin:0 0 16px;font-size:22px;line-height:28px;font-weight:650}
h2{margin:28px 0 8px;font-size:14px;font-weight:650}
section.warning{padding:12px 16px;border:1px solid var(--warn);border-radius:4px;background:var(--warn-soft)}
section.warning h2{margin:0 0 4px;color:var(--warn)}
p{margin:0 0 8px;max-width:110ch}
ul{margin:0;padding-left:20px}
dl{margin:0}
dl>div{display:grid;grid-template-columns:190px minmax(0,1fr);gap:0 16px;padding:3px 0;border-bottom:1px solid var(--line)}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-size:12px;line-height:18px}
th,td{padding:4px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{color:var(--muted);font-weight:500;background:var(--soft);white-space:nowrap}
.figure{font-variant-numeric:tabular-nums;white-space:nowrap}
td.figure{white-space:normal;min-width:9ch}
${steps}
tr.doubtful td{background:var(--warn-soft)}
code{font:12px/18px 'JetBrains Mono',ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;unicode-bidi:isolate;direction:ltr;white-space:pre-wrap}
.mark{margin:0 1px;padding:0 3px;border:1px solid var(--warn);border-radius:2px;background:var(--warn-soft);color:var(--warn);font-size:10px;font-weight:600}
footer{margin-top:32px;padding-top:12px;border-top:1px solid var(--line);color:var(--muted);font-size:12px}
@media (max-width:640px){dl>div{grid-template-columns:1fr}table{display:block;overflow-x:auto}}
@page{size:A4 landscape;margin:14mm}
@media print{:root{color-scheme:only light}body{padding:0;max-width:none;font-size:9.5pt;line-height:1.4}table{font-size:8pt;line-height:1.35}code{font-size:8pt;line-height:1.35}thead{display:table-header-group}tr,dl>div{break-inside:avoid}h2{break-after:avoid}section.warning,tr.doubtful td,.mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`.trim();
