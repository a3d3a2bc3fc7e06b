"""The one layout of programs.

Reading order: `document` (a pretty printer), `parts` (parentheses by precedence), `types`,
`expressions`, `declarations`, `comments` (kept between the tokens they stand between), `formatter`.
"""

from .formatter import format_source as format_source
from .formatter import format_tree as format_tree
