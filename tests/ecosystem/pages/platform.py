"""What Vite, SvelteKit and the platform give to packages: files, styles, modules."""

from ecosystem.page import Page

PAGES = (
    Page(
        "meta-tags",
        "svelte-meta-tags",
        "the tags in the head",
        shows=("Using More of Config",),
        steps=("click Using More of Config", "see Renamed"),
    ),
    Page(
        "fontsource",
        "@fontsource/inter",
        "a font, with a link that preloads it",
        shows=("Inter", "normal"),
        steps=("click normal", "see bold"),
    ),
    Page(
        "styles",
        "sass-embedded",
        "SCSS, CSS modules and inlined styles",
        shows=("card,wide", "inlined", "narrow"),
        steps=("click narrow", "see wide"),
    ),
    Page(
        "imports",
        "vite",
        "TypeScript, JSON, raw text, globs, dynamic imports and a worker",
        shows=("json 2 a raw note part a+part b 2", "4 sides", "counter 3"),
        steps=("click counter 3", "see 8 sides", "see counter 4 worked 40"),
    ),
    Page(
        "assets",
        "vite",
        "images by import, by glob and by URL",
        shows=("same true true", "natural width 0"),
        steps=("click natural width 0", "see natural width 64"),
    ),
    Page(
        "top-level-await",
        "vite",
        "a module that awaits at its top level",
        shows=("was awaited", "hidden"),
        steps=("click hidden", "see shown"),
    ),
    Page(
        "async-svelte",
        "svelte",
        "components that await",
        shows=("derived 4, markup 9",),
        steps=("see 2 items", "click n 2", "see derived 9, markup 16"),
    ),
)
