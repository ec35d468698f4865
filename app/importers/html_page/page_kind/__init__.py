"""What a page is when it is no article, or more than one: said by a refusal or a doubt."""
