-- The tags that instances have already; from here on each write of `instances.tags` keeps both.
INSERT INTO `instance_tags` (`instance_ref`, `key`, `value`)
SELECT `instances`.`id`, `tag`.`key`, coalesce(`tag`.`value`, '')
FROM `instances`,
  json_each(CASE WHEN json_valid(`instances`.`tags`) THEN `instances`.`tags` ELSE '{}' END) AS `tag`;
