"""`make docs`: writes what is generated in the documentation anew."""

import lifecycle_page
from walkthrough import pages


def main() -> None:
    """Rewrite what is stale, and say what that was."""
    changed = [page.path for page in pages() if page.rewrite()]
    if lifecycle_page.text() != lifecycle_page.PAGE.read_text("utf-8"):
        lifecycle_page.PAGE.write_text(lifecycle_page.text(), "utf-8")
        changed.append(lifecycle_page.PAGE)
    print("\n".join(f"rewritten: {each.name}" for each in changed) or "all is as it should be")


if __name__ == "__main__":
    main()
