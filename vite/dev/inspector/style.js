export const STYLE = `
:host { all: initial; }
@media print { :host { display: none; } }
.panel, .opener {
	--back: #fffdf7; --text: #1f1d17; --soft: #6b675c; --line: #e3dcc8; --mark: #b45309; --code: #f4efdf; --bad: #b91c1c;
	position: fixed; inset: auto 16px 16px auto; z-index: 99998; box-sizing: border-box;
	font: 13px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back);
	border: 1px solid var(--line); box-shadow: 0 8px 30px rgb(0 0 0 / .18);
}
@media (prefers-color-scheme: dark) {
	.panel, .opener {
		--back: #211f1a; --text: #efeadd; --soft: #aaa492; --line: #3b372e; --mark: #f0a63a; --code: #2c2922; --bad: #ff8a80;
		box-shadow: 0 8px 30px rgb(0 0 0 / .5);
	}
}
.panel {
	width: min(34rem, calc(100vw - 32px)); max-height: min(34rem, 65vh); overflow: auto; overscroll-behavior: contain;
	border-left: 4px solid var(--mark); border-radius: 8px;
}
.panel.short { max-height: min(22rem, 45vh); }
button { font: inherit; color: inherit; background: none; border: 0; border-radius: 6px; cursor: pointer; }
button:hover { background: var(--code); }
button:focus-visible, summary:focus-visible { outline: 2px solid var(--mark); outline-offset: -2px; }
.opener { min-width: 44px; height: 32px; padding: 0 10px; border-left: 4px solid var(--mark); opacity: .75; }
.opener:hover, .opener:focus-visible { opacity: 1; background: var(--back); }
/* at the bottom of a phone are often the app's own buttons */
@media (max-width: 600px) { .opener { inset: auto 0 35% auto; padding: 0 6px; border-radius: 6px 0 0 6px; font-size: 12px; } }
.opener b { margin-left: 8px; padding: 0 6px; border-radius: 8px; color: var(--back); background: var(--mark); }
header {
	display: flex; align-items: center; gap: 8px; padding: 4px 4px 4px 12px;
	position: sticky; top: 0; z-index: 1; background: var(--back); border-bottom: 1px solid var(--line);
}
header button { width: 36px; height: 36px; font-size: 18px; line-height: 1; }
h2, h3 { flex: 1; margin: 0; font-size: 13px; font-weight: 600; }
.panel section { padding: 8px 12px; border-bottom: 1px solid var(--line); }
ul { list-style: none; margin: 0; padding: 0; }
.findings li { padding: 8px 0 10px; overflow-wrap: anywhere; }
strong { display: block; color: var(--mark); font-weight: 600; }
strong::first-letter { text-transform: uppercase; }
code, .open, .path { font: 12px/1.5 ui-monospace, monospace; }
.open {
	margin-left: -4px; padding: 2px 4px; text-align: left; overflow-wrap: anywhere;
	text-decoration: underline; text-underline-offset: 3px;
}
code { display: block; margin: 4px 0; padding: 4px 8px; border-radius: 4px; background: var(--code); white-space: pre-wrap; }
summary { cursor: pointer; border-radius: 4px; padding: 2px 0; }
.findings summary { color: var(--soft); }
p { margin: 4px 0 0; white-space: pre-line; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.bad { color: var(--bad); }
.reason { color: var(--mark); }
.line { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 6px; }
summary .line { display: inline-flex; width: calc(100% - 20px); vertical-align: top; }
.path { overflow-wrap: anywhere; }
.time { margin-left: auto; font-variant-numeric: tabular-nums; white-space: nowrap; }
.spans { padding-left: 4px; }
.span { padding: 3px 0; }
.span p { margin: 0; font-size: 12px; }
.track { display: block; height: 4px; margin: 2px 0; border-radius: 2px; background: var(--code); overflow: hidden; }
.bar { display: block; height: 4px; border-radius: 2px; background: var(--mark); }
.inner { margin: 4px 0 0 4px; padding-left: 8px; border-left: 2px solid var(--line); }
`;
