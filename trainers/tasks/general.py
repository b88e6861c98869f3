"""All general families: the language, copying, tracking and formats that the backbone reads with."""

from trainers.tasks.general_chat import CHAT
from trainers.tasks.general_claims import CLAIMS
from trainers.tasks.general_commands import COMMANDS
from trainers.tasks.general_knowledge import KNOWLEDGE
from trainers.tasks.general_language import LANGUAGE
from trainers.tasks.general_lists import LISTS
from trainers.tasks.general_numerals import NUMERALS
from trainers.tasks.general_reading import READING
from trainers.tasks.general_stories import STORIES
from trainers.tasks.item import Family

FAMILIES: tuple[Family, ...] = (
    *LISTS,
    *COMMANDS,
    *KNOWLEDGE,
    *NUMERALS,
    *LANGUAGE,
    *CLAIMS,
    *STORIES,
    *READING,
    *CHAT,
)
