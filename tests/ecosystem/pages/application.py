"""The pages of a public application."""

# The application is CMSaasStarter. Kinds of pages and packages are its own; no code or text of it is here.

from ecosystem.page import Page

STYLES = "tailwindcss @tailwindcss/vite @tailwindcss/typography daisyui"
CLIENT = "@supabase/ssr @supabase/supabase-js"

PAGES = (
    Page(
        "saas",
        STYLES,
        "the landing page, with structured data",
        shows=(
            "Harbour",
            "A harbour for small boats",
            "Everything that a start, idea, team needs.",
            "Explore",
        ),
        steps=("click All features", "see An index that the browser searches"),
    ),
    Page(
        "saas/pricing",
        STYLES,
        "plans, questions and a table of features",
        shows=("Pricing", "Sailing boat For a crew", "$5 per month", "Current plan", "yes", "Unlimited"),
        steps=("click Change plan", "see Current plan"),
    ),
    Page(
        "saas/blog",
        STYLES,
        "the list of posts",
        shows=("Harbour news A second harbour Sep 22, 2024 One was not enough, <really>", "Mar 10, 2024"),
        steps=("click Oldest first", "see Mar 10, 2024 Boats need one"),
    ),
    Page(
        "saas/blog/first-harbour",
        STYLES,
        "a post, with tags for search engines, and the way to the next one",
        shows=("Mar 10, 2024 Why we built a harbour It began with one boat.",),
        steps=("click The next post", "see Then there were two."),
    ),
    Page(
        "saas/search",
        f"{STYLES} fuse.js",
        "a search in an index that the load makes",
        shows=("Pricing /saas/pricing What each plan includes",),
        steps=("fill query: second", "see A second harbour", "fill query: zzzz", "see No results found"),
    ),
    Page(
        "saas/contact",
        STYLES,
        "a form with an action",
        shows=("Name * Email * Company Send",),
        steps=("fill name: Ada", "fill email: ada@example.com", "click Send", "see We will row back"),
    ),
    Page(
        "saas/email",
        f"{STYLES} handlebars",
        "a mail from a template",
        shows=("Welcome to Harbour, <Ada>! 0: NORTH 1: SOUTH",),
        steps=("click Source", "see &lt;Ada&gt;"),
    ),
    Page(
        "saas/login/sign-in",
        f"{STYLES} {CLIENT} @supabase/auth-ui-svelte @supabase/auth-ui-shared",
        "the form of Supabase, as a component for Svelte 4",
        shows=("Sign In", "Email address", "Write to us"),
        steps=("fill email: nobody", "see Sign in"),
        tells_runtime=True,
    ),
    Page(
        "saas/account",
        f"{STYLES} {CLIENT}",
        "a profile that the layout's load asks Supabase for",
        shows=("Dashboard of Ada Lovelace ada@example.com, error none", "Page views 89,400 ↗︎ 21%"),
        steps=("click Count", "see 1"),
        tells_runtime=True,
    ),
    Page(
        "saas/account/settings",
        f"{STYLES} {CLIENT}",
        "settings, and the way to the form that changes them",
        shows=("Settings Profile Name Ada Lovelace Website https://example.com Change", "cannot be undone"),
        steps=("click Change", "see Save", "fill fullName: Grace", "click Save", "see Return to settings"),
        tells_runtime=True,
    ),
)
